"""Names that stand for nobody: logins and roles that a CMS hands out."""

from __future__ import annotations

DEFAULT_LOGINS = frozenset({"admin", "administrator", "root"})
"""Logins that installers propose."""

GENERIC_NAMES = DEFAULT_LOGINS | frozenset(
    {
        "author", "editor", "editorial", "guest", "login", "moderator", "owner", "staff", "superadmin", "superuser",
        "sysadmin", "test", "tester", "testuser", "user", "user1", "username", "webadmin", "webmaster", "wordpress",
        "wp", "wpadmin", "wp-admin", "wp_admin", "adm", "demo", "site admin", "siteadmin", "website admin", "team",
        # the same in other languages
        "administrador", "administradora", "administrateur", "administratrice", "amministratore", "administratorius",
        "beheerder", "järjestelmänvalvoja", "ylläpitäjä", "rendszergazda", "správce", "administrátor", "yönetici",
        "admin utente", "redaktion", "redaktör", "redacción", "redaccion", "redazione", "rédaction", "redação",
        "админ", "администратор", "адмін", "адміністратор", "διαχειριστής", "مدير", "المدير", "مشرف", "ادمین", "مدیر",
        "מנהל", "管理者", "管理员", "管理員", "관리자", "ผู้ดูแลระบบ", "quản trị viên", "quản trị", "व्यवस्थापक", "usuario",
        "utente", "utilisateur", "benutzer", "gebruiker", "användare", "użytkownik", "пользователь",
    }
)  # fmt: skip
"""Names by which nobody is called, in lower case. "Team" and "editorial" name nobody either."""
