{{- /*
The names of things. A part that is about one workload takes (dict "root" $ "workload" "api"); the others take $.
*/ -}}

{{- /* productwatch.selector: what never changes, so a pod's labels are only these: a new chart restarts nothing. */ -}}
{{- define "productwatch.selector" -}}
app.kubernetes.io/name: productwatch
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .workload }}
{{- end -}}

{{- define "productwatch.labels" -}}
{{ include "productwatch.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* productwatch.image: takes (dict "root" $ "image" .Values.image). */ -}}
{{- define "productwatch.image" -}}
{{- $name := .image.repository -}}
{{- with .root.Values.global.imageRegistry }}{{ $name = printf "%s/%s" . $name }}{{ end -}}
{{ $name }}:{{ .image.tag | default .root.Chart.AppVersion }}{{ with .image.digest }}@{{ . }}{{ end }}
{{- end -}}

{{- /* productwatch.secrets: the name of each Secret, an existing one's where one is given, as JSON. */ -}}
{{- define "productwatch.secrets" -}}
{{- $values := .Values -}}
{{- $postgresql := $values.externalDatabase.existingSecret -}}
{{- $postgresqlKey := $values.externalDatabase.existingSecretKey -}}
{{- if $values.postgresql.enabled -}}
{{- $auth := $values.postgresql.auth -}}
{{- $user := $values.postgresql.customUser -}}
{{- $postgresql = $user.existingSecret | default $auth.existingSecret | default (printf "%s-postgresql" .Release.Name) -}}
{{- $postgresqlKey = $user.secretKeys.password -}}
{{- end -}}
{{- $redis := $values.externalRedis.existingSecret -}}
{{- $redisKey := $values.externalRedis.existingSecretKey -}}
{{- if $values.redis.enabled -}}
{{- $redis = $values.redis.auth.existingSecret | default (printf "%s-redis" .Release.Name) -}}
{{- $redisKey = $values.redis.auth.existingSecretPasswordKey -}}
{{- end -}}
{{- dict
  "postgresql" (dict "name" $postgresql "key" $postgresqlKey)
  "redis" (dict "name" $redis "key" $redisKey)
  "application" (dict "name" ($values.secrets.application.existingSecret | default (printf "%s-application" .Release.Name)))
  "signingKeys" (dict "name" ($values.secrets.signingKeys.existingSecret | default (printf "%s-signing-keys" .Release.Name)))
  "admin" (dict "name" ($values.admin.existingSecret | default (printf "%s-admin" .Release.Name)))
  | toJson -}}
{{- end -}}

{{- /* productwatch.host: host and port of publicUrl; productwatch.hostname: the host alone. */ -}}
{{- define "productwatch.host" -}}
{{ (urlParse .Values.publicUrl).host }}
{{- end -}}

{{- define "productwatch.hostname" -}}
{{ (urlParse .Values.publicUrl).hostname }}
{{- end -}}

{{- /* productwatch.portOf: the port of a URL, its scheme's where it names none. Takes the URL. */ -}}
{{- define "productwatch.portOf" -}}
{{- $url := urlParse . -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (eq $url.scheme "https" | ternary "443" "80") -}}
{{- end -}}
