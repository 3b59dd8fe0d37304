"""Every public address."""

from django.conf import settings
from django.urls import include, path

from productwatch.config import api, views
from productwatch.config.media import media

urlpatterns = [
    path("api/docs", views.swagger),
    path("api/redoc", views.redoc),
    path("api/", api.build().urls),
    path("account/", include("productwatch.accounts.pages")),
    path("media/images/<uuid:image_id>/<int:width>-<slug:digest>.webp", media),
    path(".well-known/jwks.json", views.jwks),
    path("healthz/live", views.live),
    path("healthz/ready", views.ready),
    *([path("", include("productwatch.config.admin.urls"))] if settings.ADMIN_ENABLED else []),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
