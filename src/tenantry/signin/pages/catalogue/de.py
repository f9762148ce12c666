"""German."""

TEXTS = {
    "continue_to": "weiter zu {app}",
    "next": "Weiter",
    "sign_in": "Anmelden",
    "cancel": "Abbrechen",
    "accept": "Zustimmen",
    "continue": "Weiter",
    "there_is_a_problem": "Es gibt ein Problem",
    "identify.title": "Anmelden",
    "identify.name": "Anmeldename",
    "identify.hint": "Zum Beispiel name@firma.de",
    "identify.unknown": "Keine Organisation hier hat die Domäne von {user}. Prüfen Sie"
    " die Schreibweise.",
    "identify.malformed": "Geben Sie Ihren Anmeldenamen ein, mit einem @ darin.",
    "login.title": "Passwort eingeben",
    "login.home_only": "Nur {home} sieht Ihr Passwort, {resource} nie.",
    "login.password": "Passwort",
    "login.wrong": "Anmeldename oder Passwort ist falsch. Versuchen Sie es noch einmal.",
    "login.disabled": "Dieses Konto ist gesperrt. Fragen Sie die Verwaltung von {home}.",
    "login.locked": "Dieses Konto ist für eine Weile gesperrt, weil zu oft falsche Passwörter"
    " versucht wurden. Versuchen Sie es später oder fragen Sie die Verwaltung von {home}.",
    "login.another": "Anderes Konto verwenden",
    "leaving.title": "Weiter an anderer Stelle",
    "leaving.where": "Sie melden sich jetzt bei {provider} an.",
    "leaving.go_on": "Weiter",
    "passcode.title": "Code eingeben",
    "passcode.sent": "Wenn {address} Gast von {tenant} ist, wurde ein Code dorthin gesendet.",
    "passcode.hint": "Die Ziffern aus der neuesten Mail; sie gelten 30 Minuten lang",
    "passcode.wrong": "Der Code ist falsch, zu alt oder wurde zu oft versucht. Prüfen Sie ihn, oder"
    " fordern Sie noch einmal einen an.",
    "passcode.again": "Code noch einmal senden",
    "providers.title": "Welches Konto ist es?",
    "providers.several": "Mit der Adresse {address} gibt es mehr als ein Konto.",
    "providers.azureActiveDirectory": "Geschäfts- oder Schulkonto",
    "providers.azureActiveDirectory.hint": "von Ihrer Organisation angelegt",
    "providers.microsoftAccount": "Persönliches Konto",
    "providers.microsoftAccount.hint": "von Ihnen selbst angelegt, bei Microsoft",
    "password.title": "Passwort ändern",
    "password.must_change": "Ihr Passwort muss geändert werden, bevor es weitergeht.",
    "password.old": "Bisheriges Passwort",
    "password.new": "Neues Passwort",
    "password.rule": "8 bis 256 Zeichen aus drei Arten: Kleinbuchstaben, Großbuchstaben, Ziffern,"
    " Sonderzeichen",
    "password.repeated": "Neues Passwort, noch einmal",
    "password.change": "Passwort ändern",
    "password.not_repeated": "Sie haben zwei verschiedene neue Passwörter eingegeben. Geben Sie"
    " zweimal dasselbe ein.",
    "password.weak": "Das neue Passwort ist zu schwach. Es braucht 8 bis 256 Zeichen aus drei"
    " Arten: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen.",
    "password.same": "Das neue Passwort ist das bisherige. Wählen Sie ein anderes.",
    "password.code_needed": "Um dieses Passwort zu ändern, geben Sie auch einen Code Ihrer"
    " Authenticator-App ein, den Sie noch nicht verwendet haben. Ohne App fragen Sie die"
    " Verwaltung von {home}.",
    "mfa.title": "Code eingeben",
    "mfa.key_title": "Sicherheitsschlüssel verwenden",
    "mfa.set_up": "Authenticator-App einrichten",
    "mfa.asks": "{tenant} verlangt einen weiteren Nachweis, dass Sie es sind.",
    "mfa.check": "Code prüfen",
    "mfa.stronger": "{tenant} verlangt einen stärkeren Nachweis als den Code. Richten Sie einen"
    " Sicherheitsschlüssel ein.",
    "mfa.wrong": "Der Code ist falsch. Geben Sie den ein, den die App jetzt zeigt.",
    "mfa.used": "Dieser Code wurde schon verwendet. Warten Sie auf den nächsten.",
    "mfa.locked": "Es wurden zu oft falsche Codes versucht. Versuchen Sie es später.",
    "mfa.expired": "Die Seite hat zu lange gewartet. Versuchen Sie es noch einmal.",
    "mfa.taken": "Dieser Schlüssel ist schon eingerichtet.",
    "mfa.full": "Sie haben davon so viele, wie möglich sind. Entfernen Sie zuerst eines.",
    "security.title": "Sicherheitsangaben",
    "security.methods": "Wie Sie zeigen, dass Sie es sind",
    "security.none": "Sie haben außer Ihrem Passwort nichts eingerichtet.",
    "security.softwareOath": "Authenticator-App",
    "security.fido2": "Sicherheitsschlüssel",
    "security.since": "seit {date}",
    "security.remove": "Entfernen",
    "security.add": "Weiteres einrichten",
    "security.adding": "So können Sie {tenant} auf einem weiteren Weg zeigen, dass Sie es sind.",
    "security.password": "Passwort ändern",
    "security.everywhere": "Überall abmelden",
    "security.everywhere_hint": "Beendet Ihre Sitzungen in jedem Browser und jeder Anwendung, auch"
    " in diesem.",
    "access.title": "Ihr Zugriff",
    "access.waiting": "Wartet auf Ihre Entscheidung",
    "access.approve": "Genehmigen",
    "access.approve_it": "{package} für {person} genehmigen",
    "access.deny": "Ablehnen",
    "access.deny_it": "{package} für {person} ablehnen",
    "access.offers": "Was Sie bei {organization} beantragen können",
    "access.none": "Es gibt nichts, was Sie beantragen können.",
    "access.ask": "Beantragen",
    "access.ask_for": "{package} beantragen",
    "access.justification": "Grund Ihres Antrags oder Ihrer Entscheidung",
    "access.own": "Was Sie beantragt haben",
    "access.pendingApproval": "wartet auf Genehmigung",
    "access.delivered": "erledigt",
    "access.partiallyDelivered": "zum Teil erledigt",
    "access.deliveryFailed": "war nicht möglich",
    "access.denied_state": "abgelehnt",
    "access.canceled": "zurückgezogen",
    "access.elsewhere": "Eine andere Organisation",
    "access.domain": "Ihre Domain",
    "access.look": "Angebot zeigen",
    "access.asked": "Sie haben es beantragt.",
    "access.approved": "Sie haben es genehmigt.",
    "access.denied": "Sie haben es abgelehnt.",
    "access.unknown": "Hier gibt es keine Organisation mit dieser Domain. Prüfen Sie, wie sie"
    " geschrieben wird.",
    "access.refused": "Das war nicht möglich. Vielleicht ist es schon geschehen, ein Grund fehlt,"
    " oder eine Organisation lässt es nicht zu. Fragen Sie einen Administrator, wenn es so bleibt.",
    "organizations.title": "Ihre Organisationen",
    "organizations.home": "Heimatorganisation",
    "organizations.others": "Andere Organisationen",
    "organizations.none": "Keine andere Organisation kennt Sie.",
    "organizations.Member": "Sie sind dort Mitglied.",
    "organizations.Guest": "Sie sind dort Gast.",
    "organizations.PendingAcceptance": "Eine Einladung wartet auf Sie. Nehmen Sie sie mit der"
    " Adresse in der E-Mail an.",
    "organizations.disabledAccount": "Ihr Konto dort ist deaktiviert.",
    "organizations.blockedByHomeOrganization": "Ihre Heimatorganisation lässt Sie dort nicht"
    " hinein.",
    "organizations.blockedByOrganization": "Sie lässt Sie nicht hinein.",
    "organizations.sponsors": "Wer dort für Sie einsteht:",
    "organizations.contact": "Fragen zum Datenschutz:",
    "organizations.statement": "Datenschutzerklärung",
    "organizations.leave": "Verlassen",
    "organizations.leave_it": "{organization} verlassen",
    "organizations.kept": "Sie können sie nicht selbst verlassen. Bitten Sie dort einen"
    " Administrator.",
    "organizations.left": "Sie haben {organization} verlassen.",
    "organizations.leave_title": "{organization} verlassen?",
    "organizations.leave_what": "Ihr Konto dort wird gelöscht, und Sie können sich dort nicht mehr"
    " anmelden. 30 Tage lang kann ein Administrator von {organization} es wiederherstellen.",
    "organizations.back": "Bleiben",
    "lab_mail.title": "E-Mails des Labors",
    "lab_mail.lead": "Die neuesten E-Mails an alle, nur auf dem Rechner des Labors.",
    "lab_mail.waiting": "noch nicht gesendet",
    "lab_mail.none": "Bisher wurde nichts gesendet.",
    "key.title": "Sicherheitsschlüssel oder Passkey",
    "key.hint": "Ihr Gerät oder Schlüssel fragt nach PIN, Finger oder Gesicht.",
    "key.use": "Schlüssel verwenden",
    "key.register": "Schlüssel einrichten",
    "key.wrong": "Der Schlüssel wurde nicht angenommen. Versuchen Sie es noch einmal oder mit einem"
    " anderen.",
    "key.problem": "Der Browser hat keinen Schlüssel bekommen. Versuchen Sie es noch einmal oder"
    " auf anderem Weg.",
    "key.script": "Ein Sicherheitsschlüssel braucht Skripte, und Ihr Browser führt hier keine aus."
    " Erlauben Sie sie oder fragen Sie die Verwaltung.",
    "register.scan": "Scannen Sie dieses Bild mit einer Authenticator-App.",
    "register.picture": "QR-Code für eine Authenticator-App; der Schlüssel darunter sagt dasselbe",
    "register.by_hand": "Oder geben Sie diesen Schlüssel in der App ein:",
    "register.finish": "App einrichten",
    "code.label": "Code",
    "code.hint": "Die sechs Ziffern, die Ihre Authenticator-App jetzt zeigt",
    "accounts.title": "Konto wählen",
    "accounts.another": "Anderes Konto verwenden",
    "join.title": "Berechtigungen prüfen",
    "join.question": "{resource} möchte Folgendes dürfen:",
    "join.receive": "Ihr Profil erhalten: Name, Mailadresse und Foto",
    "join.log": "erfassen und aufzeichnen, was Sie dort tun",
    "join.use": "Ihr Profil und diese Aufzeichnungen verwenden",
    "join.trust": "Stimmen Sie nur zu, wenn Sie {resource} vertrauen. Sie können jederzeit wieder"
    " gehen.",
    "join.statement": "Datenschutzerklärung von {resource} (öffnet ein anderes Fenster)",
    "join.no_statement": "{resource} hat keine Datenschutzerklärung veröffentlicht.",
    "admin_consent.title": "Berechtigungen für die Organisation",
    "admin_consent.question": "{app} möchte für alle in {resource} Folgendes dürfen:",
    "admin_consent.itself": "ohne dass jemand angemeldet ist",
    "admin_consent.beware": "Wenn Sie zustimmen, bekommt {app} diese Berechtigungen für ganz"
    " {resource}, und niemand wird mehr gefragt.",
    "consent.title": "Angeforderte Berechtigungen",
    "consent.question": "{app} möchte Folgendes dürfen:",
    "consent.publisher": "Registriert von {publisher}",
    "consent.for_all": "Für alle in {resource} zustimmen",
    "consent.trust": "Stimmen Sie nur zu, wenn Sie {app} vertrauen. Ihre Verwaltung kann das"
    " zurücknehmen.",
    "device.title": "Code eingeben",
    "device.lead": "Anmelden für ein Gerät, das diese Seite nicht selbst zeigen kann.",
    "device.code": "Code, den das Gerät zeigt",
    "device.unknown": "Kein Gerät wartet auf diesen Code. Prüfen Sie ihn oder beginnen Sie auf dem"
    " Gerät von vorn.",
    "device.locked": "Von hier kamen zu viele falsche Codes. Versuchen Sie es später noch einmal.",
    "device.confirm": "Bei {app} anmelden?",
    "device.what": "Sie melden sich gleich auf einem anderen Gerät bei {app} an.",
    "device.beware": "Machen Sie nur weiter, wenn Sie selbst damit begonnen haben. Wer Ihnen den"
    " Code geschickt hat, wäre sonst als Sie angemeldet.",
    "device.done": "Sie sind angemeldet",
    "device.done_text": "Gehen Sie zurück zum Gerät; dieses Fenster können Sie schließen.",
    "device.declined": "Niemand wurde angemeldet",
    "device.declined_text": "Das Gerät weiß es. Dieses Fenster können Sie schließen.",
    "error.title": "Sie können nicht angemeldet werden",
    "error.details": "Angaben für die Verwaltung",
    "error.code": "Fehlernummer",
    "error.correlation": "Korrelations-ID",
    "error.trace": "Ablauf-ID",
    "error.time": "Zeit",
    "error.message": "Meldung",
    "error.again": "Anderes Konto verwenden",
    "error.back": "Zurück zur Anwendung",
    "advice.other": "Gehen Sie zurück zur Anwendung und versuchen Sie es noch einmal. Wenn es so"
    " bleibt, zeigen Sie diese Seite Ihrer Verwaltung.",
    "advice.NO_EXTERNAL_USER": "Ihr Konto ist in der Organisation dieser Anwendung nicht bekannt."
    " Bitten Sie dort um eine Einladung.",
    "advice.NOT_ASSIGNED": "Sie sind dieser Anwendung nicht zugewiesen. Bitten Sie die Verwaltung,"
    " Sie oder eine Ihrer Gruppen zuzuweisen.",
    "advice.HOME_OUTBOUND_BLOCKS": "Ihre eigene Organisation erlaubt das nicht. Fragen Sie deren"
    " Verwaltung.",
    "advice.RESOURCE_INBOUND_BLOCKS": "Die Organisation dieser Anwendung erlaubt das nicht. Fragen"
    " Sie deren Verwaltung.",
    "advice.CONDITIONAL_ACCESS_BLOCKS": "Eine Regel der Organisation sperrt diese Anmeldung. Fragen"
    " Sie deren Verwaltung.",
    "advice.CONSENT_DECLINED": "Sie haben nicht zugestimmt, also hat niemand etwas bekommen. Melden"
    " Sie sich wieder an, wenn Sie es sich anders überlegen.",
    "advice.PENDING_DECLINED": "Sie sind der Organisation nicht beigetreten. Melden Sie sich wieder"
    " an, wenn Sie es sich anders überlegen.",
    "advice.ADMINISTRATOR_CONSENT_NEEDED": "Was diese Anwendung verlangt, kann nur die Verwaltung"
    " erlauben. Fragen Sie dort.",
    "advice.INTERACTION_EXPIRED": "Diese Seite ist zu alt oder wurde in einem anderen Browser"
    " geöffnet. Beginnen Sie neu in der Anwendung.",
    "advice.DISABLED_USER": "Dieses Konto ist gesperrt. Fragen Sie die Verwaltung.",
    "advice.INVALID_REDIRECT_URI": "Die Anwendung ist nicht richtig eingerichtet. Sagen Sie es"
    " denen, die sie entwickeln.",
    "advice.DEVICE_NEEDED": "Die Organisation verlangt ein verwaltetes Gerät. Verwenden Sie eines"
    " oder fragen Sie die Verwaltung.",
    "advice.DEVICE_NOT_COMPLIANT": "Die Organisation verlangt ein konformes Gerät, und Ihres ist"
    " es nicht. Fragen Sie die Verwaltung.",
    "advice.DEVICE_NOT_JOINED": "Die Organisation verlangt ein eingebundenes Gerät, und Ihres"
    " ist es nicht. Fragen Sie die Verwaltung.",
    "advice.MFA_NEEDED": "Ihre Organisation hat den verlangten zweiten Nachweis nicht geschickt."
    " Richten Sie dort einen ein und melden Sie sich wieder an.",
    "advice.UNKNOWN_CLIENT": "Diese Anwendung ist hier nicht bekannt. Sagen Sie es denen, die sie"
    " entwickeln.",
    "advice.UNKNOWN_APPLICATION": "Diese Anwendung ist in der Organisation nicht bekannt. Fragen"
    " Sie deren Verwaltung.",
    "advice.NOT_MULTITENANT": "Diese Anwendung ist für eine einzige Organisation da und fragt am"
    " falschen Ort. Sagen Sie es denen, die sie entwickeln.",
    "advice.UNKNOWN_TENANT": "Diese Organisation ist hier nicht bekannt. Prüfen Sie die Adresse.",
    "advice.OUTSIDE_SIGN_IN_DECLINED": "Sie wurden dort nicht angemeldet. Versuchen Sie es noch"
    " einmal oder mit einem anderen Konto.",
    "advice.OUTSIDE_PROVIDER_UNREACHABLE": "Wo Sie sich anmelden, antwortet gerade niemand."
    " Versuchen Sie es später noch einmal.",
    "advice.OUTSIDE_ADDRESS_UNPROVED": "Ihre Mailadresse ist dort, wo Sie sich anmelden, nicht"
    " bestätigt. Bestätigen Sie sie und versuchen Sie es noch einmal.",
    "answer.title": "Einen Moment",
    "answer.going": "Sie werden zu {app} zurückgebracht.",
    "signed_out.title": "Sie sind abgemeldet",
    "signed_out.text": "Schließen Sie das Browserfenster, wenn andere diesen Computer benutzen.",
}
