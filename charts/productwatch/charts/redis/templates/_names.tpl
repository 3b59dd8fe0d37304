{{- define "redis.fullname" -}}
{{ .Release.Name }}-redis
{{- end -}}

{{- /* redis.selector: what never changes, and all that the pod's labels hold. */ -}}
{{- define "redis.selector" -}}
app.kubernetes.io/name: redis
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: redis
{{- end -}}

{{- define "redis.labels" -}}
{{ include "redis.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "redis.image" -}}
{{ .Values.global.imageRegistry | default .Values.image.registry | printf "%s/" | trimPrefix "/" }}{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end -}}

{{- define "redis.secret" -}}
{{ .Values.auth.existingSecret | default (include "redis.fullname" .) }}
{{- end -}}
