"""The examples of docs/expressions.md, most of them the documented ones."""

from collections.abc import Mapping, Sequence

from tenantry.sync.expression import Value

USER: Mapping[str, Value] = {
    "appRoleAssignments": ["editor"],
    "city": "Zürich",
    "country": "USA",
    "department": "Sales",
    "displayName": "PABLO GONSALVES (SECOND)",
    "extensionAttribute1": "20150123105347.1Z",
    "givenName": "Zoë",
    "mail": None,
    "mailNickname": "john_doe72",
    "mobile": "+1 (999) 888-7777",
    "otherMails": ["zoe@contoso.com", "zd@contoso.com", "zoe@contoso.com"],
    "state": "QLD",
    "statusHireDate": "2020-03-16-07:00",
    "surname": "Doe",
    "telephoneNumber": "+91 9998887777",
    "userPrincipalName": "zoe.doe@contoso.com",
}
"""Attribute → value of the user whom the examples are about."""

EXAMPLES: Mapping[str, Sequence[str]] = {
    "AltSecIdFromNetid": ('AltSecIdFromNetid("0A1B2C3D4E5F6071")',),
    "Append": ('Append([userPrincipalName], ".test")',),
    "AppRoleAssignments": ("AppRoleAssignments([appRoleAssignments])",),
    "AppRoleAssignmentsComplex": ("AppRoleAssignmentsComplex([appRoleAssignments])",),
    "AssertiveAppRoleAssignmentsComplex": (
        "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
    ),
    "BitAnd": ("BitAnd(&HF, &HF7)",),
    "CBool": ('CBool([country] = "USA")',),
    "CDate": ("CDate([statusHireDate])", 'CDate("2021-06-30+08:00")'),
    "Coalesce": ("Coalesce([mail], [userPrincipalName])",),
    "ConvertToBase64": ('ConvertToBase64("Hello world!")',),
    "ConvertToUTF8Hex": ('ConvertToUTF8Hex("Hello world!")',),
    "Count": ("Count([otherMails])",),
    "CStr": ("CStr(Count([otherMails]))",),
    "DateAdd": ('DateAdd("d", 7, CDate([statusHireDate]))',),
    "DateDiff": ('DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")',),
    "DateFromNum": ("DateFromNum(129699324000000000)",),
    "FormatDateTime": (
        'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
    ),
    "DefaultDomain": ('Join("@", [mailNickname], DefaultDomain())',),
    "Guid": ("Guid()",),
    "IgnoreFlowIfNullOrEmpty": ("IgnoreFlowIfNullOrEmpty([mail])",),
    "IIF": (
        'IIF([country]="USA", [country], [department])',
        'IIF([mail]="", "a", "b")',
    ),
    "InStr": (
        'InStr("The quick brown fox", "quick")',
        'InStr("repEated", "e", 3, vbBinaryCompare)',
    ),
    "IsNull": ("IsNull([mail])",),
    "IsNullOrEmpty": ("IsNullOrEmpty([mail])",),
    "IsPresent": ("IsPresent([mail])",),
    "IsString": ("IsString([city])",),
    "Item": ("Item([otherMails], 1)",),
    "Join": ('Join(", ", "", [surname], [givenName])',),
    "Left": ('Left("John Doe", 3)',),
    "Len": (
        'Len("John Doe")',
        "Len(42568.75)",
        "Len([mail])",
        'IIF(Len([surname]) <= 5, Left(Join("", [surname], [givenName]), 10), [surname])',
    ),
    "Mid": ('Mid("John Doe", 6, 9)',),
    "NormalizeDiacritics": ("NormalizeDiacritics([givenName])",),
    "Not": ("Not(IsPresent([mail]))",),
    "Now": ("Now()",),
    "NumFromDate": ('NumFromDate("2012-01-01T23:00:00Z")',),
    "PCase": ("PCase([displayName])", 'PCase("PINTO-DE\'SILVA", " \'-")'),
    "RandomString": ("RandomString(6, 3, 0, 0, 3)",),
    "Redact": ("Redact([city])",),
    "RemoveDuplicates": ("RemoveDuplicates([otherMails])",),
    "Replace": (
        'Replace("jsmith", "<username>", , , , , "<username>@contoso.com")',
        'Replace([mobile], , "[()\\\\s-]+", , "", , )',
        'Replace([telephoneNumber], , "\\\\+(?<code>\\\\d* )(?<no>\\\\d{10})", , "${no}", , )',
        'Replace("545 Tremont Street", , "(?<number>^\\\\d*)", "number", "888", , )',
        'Replace([mail], , "(?<name>[a-z]+)", "name", , [mailNickname], )',
    ),
    "SingleAppRoleAssignment": ("SingleAppRoleAssignment([appRoleAssignments])",),
    "Split": ('Split("A, B", ",")',),
    "StripSpaces": ('StripSpaces("J ö Smith")',),
    "Switch": (
        'Switch([state], "Australia/Sydney", "QLD", "Australia/Brisbane")',
        'Switch([mail], [mail], "", "none")',
    ),
    "ToLower": ("ToLower([city])",),
    "ToUpper": ('ToUpper("title", "tr-TR")',),
    "Word": ('Word("This,string!has&many separators", 3, ",!&#")',),
}
"""Function → expressions that show it."""
