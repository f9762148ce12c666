"""English."""

TEXTS = {
    "language": "en",
    "continue_to": "to continue to {app}",
    "next": "Next",
    "sign_in": "Sign in",
    "cancel": "Cancel",
    "accept": "Accept",
    "continue": "Continue",
    "yes": "Yes",
    "there_is_a_problem": "There is a problem",
    "identify.title": "Sign in",
    "identify.name": "Sign-in name",
    "identify.hint": "Such as name@company.com",
    "identify.unknown": "No organization here has the domain of {user}. Check the spelling.",
    "identify.malformed": "Enter your sign-in name, with an @ in it.",
    "login.title": "Enter your password",
    "login.at_home": "You sign in at {home}.",
    "login.home_only": "Only {home} sees your password, {resource} never does.",
    "login.password": "Password",
    "login.wrong": "The sign-in name or the password is wrong. Try again.",
    "login.disabled": "This account is disabled. Ask an administrator of {home}.",
    "login.locked": "This account is locked for a while, since wrong passwords were tried too"
    " often. Try again later, or ask an administrator of {home}.",
    "login.another": "Use another account",
    "password.title": "Change your password",
    "password.must_change": "Your password has to be changed before you can go on.",
    "password.old": "Current password",
    "password.new": "New password",
    "password.rule": "8 to 256 characters of three kinds: small letters, capital letters, digits,"
    " symbols",
    "password.repeated": "New password, once more",
    "password.change": "Change password",
    "password.not_repeated": "You entered two different new passwords. Enter the same one twice.",
    "password.weak": "The new password is too weak. It needs 8 to 256 characters of three kinds:"
    " small letters, capital letters, digits, symbols.",
    "password.same": "The new password is the current one. Choose another one.",
    "password.code_needed": "To change this password, also enter a code of your authenticator app"
    " that you have not used yet. Without an app, ask an administrator of {home}.",
    "code.label": "Code",
    "code.hint": "The six digits that your authenticator app shows now",
    "accounts.title": "Choose an account",
    "accounts.another": "Use another account",
    "accounts.none": "Nobody is signed in any more.",
    "join.title": "Review permissions",
    "join.question": "{resource} would like to be allowed to:",
    "join.receive": "receive your profile: name, mail address and photo",
    "join.log": "collect and log what you do there",
    "join.use": "use your profile and these logs",
    "join.trust": "Accept only if you trust {resource}. You can leave it at any time.",
    "consent.title": "Permissions requested",
    "consent.question": "{app} would like to be allowed to:",
    "consent.publisher": "Registered by {publisher}",
    "consent.for_all": "Agree on behalf of everybody in {resource}",
    "consent.trust": "Accept only if you trust {app}. Your administrator can take this back.",
    "error.title": "You cannot be signed in",
    "error.details": "Details for an administrator",
    "error.code": "Error code",
    "error.correlation": "Correlation id",
    "error.trace": "Trace id",
    "error.time": "Time",
    "error.message": "Message",
    "error.again": "Use another account",
    "error.back": "Back to the application",
    "advice.other": "Go back to the application and try again. If it goes on, show this page to an"
    " administrator.",
    "advice.NO_EXTERNAL_USER": "Your account is not known in the organization of this application."
    " Ask somebody there to invite you.",
    "advice.NOT_ASSIGNED": "You are not assigned to this application. Ask an administrator to"
    " assign you or one of your groups.",
    "advice.HOME_OUTBOUND_BLOCKS": "Your own organization does not allow this. Ask its"
    " administrator.",
    "advice.RESOURCE_INBOUND_BLOCKS": "The organization of this application does not allow this."
    " Ask its administrator.",
    "advice.CONDITIONAL_ACCESS_BLOCKS": "A rule of the organization blocks this sign-in. Ask its"
    " administrator.",
    "advice.CONSENT_DECLINED": "You did not agree, so nobody was given anything. Sign in again if"
    " you change your mind.",
    "advice.PENDING_DECLINED": "You did not join the organization. Sign in again if you change your"
    " mind.",
    "advice.ADMINISTRATOR_CONSENT_NEEDED": "Only an administrator can allow what this application"
    " asks for. Ask one for it.",
    "advice.INTERACTION_EXPIRED": "This page is too old or was opened in another browser. Start"
    " again in the application.",
    "advice.DISABLED_USER": "This account is disabled. Ask an administrator.",
    "advice.INVALID_REDIRECT_URI": "The application is not set up correctly. Tell its developer.",
    "answer.title": "One moment",
    "answer.going": "You are being taken back to {app}.",
    "signed_out.title": "You are signed out",
    "signed_out.text": "Close the browser window if others use this computer.",
    "front.title": "Tenantry",
}
