{{- /*
productwatch.app: a pod of the application: its settings and secrets, and a wait until the database is migrated.
Takes what productwatch.pod takes, without image, service account, settings and secrets, and may take
  "needs" (list "mail")   what the pod calls beside Postgres, Redis and the collector; its NetworkPolicy tells the same
  "secrets" (list …)      further sources of its secrets, as in a projected volume
  "waits" false           starts at once
*/ -}}
{{- define "productwatch.app" -}}
{{- $root := .root -}}
{{- $sources := concat (include "productwatch.appSecrets" $root | fromYamlArray) (.secrets | default list) -}}
{{- $pod := dict
  "image" $root.Values.image
  "serviceAccount" $root.Release.Name
  "envFrom" (list (dict "configMapRef" (dict "name" (printf "%s-settings" $root.Release.Name))))
  "annotations" (mustMerge (dict "checksum/settings" (include "productwatch.settings" $root | sha256sum)) (.annotations | default dict))
  "labels" (include "productwatch.clientLabels" $root | fromYaml)
  "volumes" (list (dict "name" "secrets" "projected" (dict "defaultMode" 0440 "sources" $sources)))
  "volumeMounts" (list (dict "name" "secrets" "mountPath" "/run/secrets/productwatch" "readOnly" true))
-}}
{{- if ne (toString .waits) "false" -}}
{{- $_ := set $pod "init" (list "python" "manage.py" "wait_for_database" "--migrated") -}}
{{- end -}}
{{- include "productwatch.pod" (mustMerge $pod .) -}}
{{- end -}}

{{- /* productwatch.appSecrets: the sources of the application's secrets, as files. */ -}}
{{- define "productwatch.appSecrets" -}}
{{- $secrets := include "productwatch.secrets" . | fromJson -}}
{{- $application := .Values.secrets.application -}}
- secret:
    name: {{ $secrets.postgresql.name }}
    items: [{key: {{ $secrets.postgresql.key }}, path: database-password}]
- secret:
    name: {{ $secrets.redis.name }}
    items: [{key: {{ $secrets.redis.key }}, path: redis-password}]
{{- with .Values.cacheRedis }}
{{- if and .host .existingSecret }}
- secret:
    name: {{ .existingSecret }}
    items: [{key: {{ .existingSecretKey }}, path: cache-redis-password}]
{{- end }}
{{- end }}
- secret:
    name: {{ $secrets.application.name }}
    items:
      - {key: {{ $application.secretKeyKey }}, path: secret-key}
      - {key: {{ $application.dataKeyKey }}, path: data-key}
- secret:
    name: {{ $secrets.signingKeys.name }}
    items: [{key: {{ .Values.secrets.signingKeys.existingSecretKey }}, path: signing-keys.json}]
{{- with .Values.sendgrid }}
{{- if .existingSecret }}
# Optional, so that mail that is off, or not yet on, keeps nothing from starting.
- secret:
    name: {{ .existingSecret }}
    optional: true
    items: [{key: {{ .existingSecretKey }}, path: sendgrid-api-key}]
{{- end }}
{{- end }}
{{- with .Values.media.s3 }}
{{- if .bucket }}
- secret:
    name: {{ .existingSecret }}
    items:
      - {key: {{ .accessKeyKey }}, path: s3-access-key}
      - {key: {{ .secretKeyKey }}, path: s3-secret-key}
{{- end }}
{{- end }}
{{- end -}}

{{- /* productwatch.clientLabels: what lets a pod through the NetworkPolicies of the bundled servers. */ -}}
{{- define "productwatch.clientLabels" -}}
{{- if .Values.postgresql.enabled }}
{{ .Release.Name }}-postgresql-client: "true"
{{- end }}
{{- if .Values.redis.enabled }}
{{ .Release.Name }}-redis-client: "true"
{{- end }}
{{- end -}}

{{- /* productwatch.heartbeatProbes: of a workload without a port: the age of the file that its loop touches. */ -}}
{{- define "productwatch.heartbeatProbes" -}}
startupProbe:
  exec: {command: [python, -m, productwatch.platform.heartbeat, --max-age, "60"]}
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 60
livenessProbe:
  exec: {command: [python, -m, productwatch.platform.heartbeat, --max-age, "60"]}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 3
{{- end -}}

{{- /* productwatch.httpProbes: of a workload that answers on the port `http`. */ -}}
{{- define "productwatch.httpProbes" -}}
{{- $headers := list (dict "name" "Host" "value" (include "productwatch.host" .)) -}}
{{- $live := dict "path" "/healthz/live" "port" "http" "httpHeaders" $headers -}}
{{- $ready := dict "path" "/healthz/ready" "port" "http" "httpHeaders" $headers -}}
startupProbe: {{ dict "httpGet" $live "periodSeconds" 1 "timeoutSeconds" 2 "failureThreshold" 120 | toJson }}
livenessProbe: {{ dict "httpGet" $live "periodSeconds" 10 "timeoutSeconds" 5 "failureThreshold" 6 | toJson }}
readinessProbe: {{ dict "httpGet" $ready "periodSeconds" 3 "timeoutSeconds" 3 "failureThreshold" 2 | toJson }}
{{- end -}}

{{- /* productwatch.settings: the application's settings, none of them secret, as YAML. */ -}}
{{- define "productwatch.settings" -}}
PUBLIC_URL: {{ .Values.publicUrl | quote }}
TRUSTED_PROXIES: {{ .Values.trustedProxies | quote }}
REQUIRE_IF_MATCH: {{ .Values.requireIfMatch | quote }}
LISTS_SHARED_SECONDS: {{ .Values.listsSharedSeconds | quote }}
CORS_ORIGINS: {{ join "," .Values.cors.origins | quote }}
ADMIN_ENABLED: {{ .Values.admin.enabled | quote }}
ADMIN_NEEDS_SECOND_FACTOR: {{ .Values.admin.requireSecondFactor | quote }}
ARGON2: {{ .Values.passwords.argon2 | quote }}
AUDIT_DAYS: {{ .Values.audit.keepDays | quote }}
MAIL_DAYS: {{ .Values.mail.keepDays | quote }}
JOBS_AT_ONCE: {{ .Values.workers.jobsAtOnce | quote }}
SEARCH_LANGUAGE: {{ .Values.search.language | quote }}
DATABASE_URL: {{ include "productwatch.databaseUrl" . | quote }}
DATABASE_PASSWORD_FILE: /run/secrets/productwatch/database-password
REDIS_URL: {{ include "productwatch.redisUrl" . | quote }}
REDIS_PASSWORD_FILE: /run/secrets/productwatch/redis-password
{{- with .Values.cacheRedis }}
{{- if .host }}
CACHE_REDIS_URL: {{ include "productwatch.redisOf" . | quote }}
{{- if .existingSecret }}
CACHE_REDIS_PASSWORD_FILE: /run/secrets/productwatch/cache-redis-password
{{- end }}
{{- end }}
{{- end }}
SECRET_KEY_FILE: /run/secrets/productwatch/secret-key
DATA_KEY_FILE: /run/secrets/productwatch/data-key
SIGNING_KEYS_FILE: /run/secrets/productwatch/signing-keys.json
SENDGRID_API_KEY_FILE: /run/secrets/productwatch/sendgrid-api-key
SENDGRID_URL: {{ .Values.sendgrid.url | quote }}
{{- with .Values.mail.from }}
MAIL_FROM: {{ . | quote }}
{{- end }}
MAX_IMPORT_BYTES: {{ int64 .Values.imports.maxBytes | quote }}
{{- with .Values.media }}
MAX_IMAGE_BYTES: {{ int64 .maxImageBytes | quote }}
MAX_IMAGE_PIXELS: {{ int64 .maxImagePixels | quote }}
{{- with .publicUrl }}
MEDIA_URL: {{ . | quote }}
{{- end }}
{{- with .s3 }}
{{- if .bucket }}
S3_BUCKET: {{ .bucket | quote }}
S3_REGION: {{ .region | quote }}
S3_PATH_STYLE: {{ .pathStyle | quote }}
S3_ACCESS_KEY_FILE: /run/secrets/productwatch/s3-access-key
S3_SECRET_KEY_FILE: /run/secrets/productwatch/s3-secret-key
{{- with .endpoint }}
S3_ENDPOINT: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
VISITS_RAW_DAYS: {{ .Values.visits.rawDays | quote }}
HONOUR_OPT_OUT: {{ .Values.visits.honourOptOut | quote }}
COUNTRY_HEADER: {{ .Values.visits.countryHeader | quote }}
VISIT_BACKLOG: {{ int64 .Values.visits.backlog | quote }}
VISIT_BOT_PACE: {{ int64 .Values.visits.botPace | quote }}
VISIT_BOT_MARKS: {{ .Values.visits.botMarks | quote }}
REPORT_AT: {{ .Values.reports.at | quote }}
REPORT_TIMEZONE: {{ .Values.reports.timezone | quote }}
{{- with .Values.limiter }}
RATE_LIMITS_ENABLED: {{ .enabled | quote }}
RATE_LIMIT_READS: {{ .reads | quote }}
RATE_LIMIT_WRITES: {{ .writes | quote }}
RATE_LIMIT_VISITS: {{ .visits | quote }}
RATE_LIMIT_SUGGESTIONS: {{ .suggestions | quote }}
RATE_LIMIT_SIGN_IN: {{ .signIn | quote }}
RATE_LIMIT_SIGN_IN_DAILY: {{ .signInDaily | quote }}
RATE_LIMIT_REFRESH: {{ .refresh | quote }}
RATE_LIMIT_PASSWORD_TRIES: {{ .passwordTries | quote }}
RATE_LIMIT_STRANGERS_TRIES: {{ .strangersTries | quote }}
RATE_LIMIT_CODE_TRIES: {{ .codeTries | quote }}
{{- end }}
LOG_FORMAT: {{ .Values.logging.format | quote }}
LOG_LEVEL: {{ .Values.logging.level | quote }}
{{- with .Values.telemetry.otlpEndpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "productwatch.databaseUrl" -}}
{{- if .Values.postgresql.enabled -}}
{{- with .Values.postgresql -}}
postgresql://{{ .customUser.name }}@{{ $.Release.Name }}-postgresql:{{ .service.port }}/{{ .customUser.database }}
{{- end -}}
{{- else -}}
{{- with .Values.externalDatabase -}}
postgresql://{{ .user | urlquery }}@{{ .host }}:{{ .port }}/{{ .database }}?sslmode={{ .sslMode }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "productwatch.redisUrl" -}}
{{- if .Values.redis.enabled -}}
redis://{{ .Release.Name }}-redis:{{ .Values.redis.service.port }}/0
{{- else -}}
{{- include "productwatch.redisOf" .Values.externalRedis -}}
{{- end -}}
{{- end -}}

{{- define "productwatch.redisOf" -}}
{{ ternary "rediss" "redis" .tls }}://{{ .host }}:{{ .port }}/{{ .database }}
{{- end -}}
