"""Django's admin app, with our site in it; nothing registers itself but what `urls` imports."""

from django.contrib.admin.apps import SimpleAdminConfig


class Admin(SimpleAdminConfig):
    default_site = "productwatch.config.admin.site.Site"
