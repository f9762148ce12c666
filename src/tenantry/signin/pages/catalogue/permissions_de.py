"""German: the permissions of Microsoft Graph, by their English titles."""

TITLES = {
    "Read all administrative units": "Alle Verwaltungseinheiten lesen",
    "Read and write all administrative units": "Alle Verwaltungseinheiten lesen und ändern",
    "Manage permission grants and app role assignments": "Berechtigungen erteilen und App-Rollen"
    " zuweisen",
    "Read all applications": "Alle Anwendungen lesen",
    "Read and write all applications": "Alle Anwendungen lesen und ändern",
    "Manage applications that this application made or owns": "Anwendungen verwalten, die diese"
    " Anwendung angelegt hat oder besitzt",
    "Read all audit logs": "Alle Überwachungsprotokolle lesen",
    "Create channels": "Kanäle anlegen",
    "Read the members of all channels": "Die Mitglieder aller Kanäle lesen",
    "Add and remove members of all channels": "Mitglieder aller Kanäle hinzufügen und entfernen",
    "Read basic facts about other tenants": "Grundlegende Angaben über andere Organisationen lesen",
    "Manage all delegated permission grants": "Alle erteilten Berechtigungen verwalten",
    "Read all devices": "Alle Geräte lesen",
    "Read and write all devices": "Alle Geräte lesen und ändern",
    "Read directory objects": "Objekte des Verzeichnisses lesen",
    "Read and write directory objects": "Objekte des Verzeichnisses lesen und ändern",
    "Read domains": "Domänen lesen",
    "Read and write domains": "Domänen lesen und ändern",
    "Read access packages and all that belongs to them": "Zugriffspakete und alles, was dazu"
    " gehört, lesen",
    "Read and write access packages and all that belongs to them": "Zugriffspakete und alles, was"
    " dazu gehört, lesen und ändern",
    "Ask for access packages and decide about requests": "Zugriffspakete beantragen und über"
    " Anträge entscheiden",
    "Create groups": "Gruppen anlegen",
    "Read all groups": "Alle Gruppen lesen",
    "Read and write all groups": "Alle Gruppen lesen und ändern",
    "Read all group memberships": "Alle Gruppenmitgliedschaften lesen",
    "Read and write all group memberships": "Alle Gruppenmitgliedschaften lesen und ändern",
    "Read identity providers": "Identitätsanbieter lesen",
    "Read and write identity providers": "Identitätsanbieter lesen und ändern",
    "Read all licence assignments": "Alle Lizenzzuweisungen lesen",
    "Manage all licence assignments": "Alle Lizenzzuweisungen verwalten",
    "Read the multitenant organization": "Den Organisationsverbund lesen",
    "Read basic facts about the multitenant organization": "Grundlegende Angaben über den"
    " Organisationsverbund lesen",
    "Read and write the multitenant organization": "Den Organisationsverbund lesen und ändern",
    "Read the organization": "Die Angaben der Organisation lesen",
    "Read and write the organization": "Die Angaben der Organisation lesen und ändern",
    "Read all contacts": "Alle Kontakte lesen",
    "Read all policies": "Alle Richtlinien lesen",
    "Read and write the policies of authentication methods": "Die Richtlinien für"
    " Authentifizierungsmethoden lesen und ändern",
    "Read and write the authorization policy": "Die Autorisierungsrichtlinie lesen und ändern",
    "Read and write conditional access policies": "Richtlinien für bedingten Zugriff lesen und"
    " ändern",
    "Read and write cross-tenant access policies": "Richtlinien für den Zugriff zwischen"
    " Organisationen lesen und ändern",
    "Read and write the external identities policy": "Die Richtlinie für externe Identitäten"
    " lesen und ändern",
    "Read all provisioning logs": "Alle Bereitstellungsprotokolle lesen",
    "Read groups of other tenants": "Gruppen anderer Organisationen lesen",
    "Read directory role assignments": "Rollenzuweisungen des Verzeichnisses lesen",
    "Read and write directory role assignments": "Rollenzuweisungen des Verzeichnisses lesen und"
    " ändern",
    "Read all synchronization configuration": "Die Einrichtung aller Synchronisierungen lesen",
    "Read and write all synchronization configuration": "Die Einrichtung aller Synchronisierungen"
    " lesen und ändern",
    "Read the names and descriptions of teams": "Namen und Beschreibungen von Teams lesen",
    "Read and write all password profiles, and change the user's own password": "Alle"
    " Passwortprofile lesen und ändern und das eigene Passwort ändern",
    "Invite guests": "Gäste einladen",
    "Sign in, read the user's profile": "Anmelden, das eigene Profil lesen",
    "Read all users' full profiles": "Die vollständigen Profile aller Personen lesen",
    "Read all users' basic profiles": "Die grundlegenden Profile aller Personen lesen",
    "Read and write the user's own profile": "Das eigene Profil lesen und ändern",
    "Read and write all users' full profiles": "Die vollständigen Profile aller Personen lesen"
    " und ändern",
    "Read and write users of other clouds": "Personen aus anderen Clouds lesen und ändern",
    "Read the user's own authentication methods": "Die eigenen Authentifizierungsmethoden lesen",
    "Read all users' authentication methods": "Die Authentifizierungsmethoden aller Personen lesen",
    "Read and write the user's own authentication methods": "Die eigenen"
    " Authentifizierungsmethoden lesen und ändern",
    "Read and write all users' authentication methods": "Die Authentifizierungsmethoden aller"
    " Personen lesen und ändern",
    "Sign the user in": "Anmelden",
    "Read the user's basic profile": "Das grundlegende Profil lesen",
    "Read the user's mail address": "Die Mailadresse lesen",
    "Keep the access given": "Den erteilten Zugriff behalten",
}
