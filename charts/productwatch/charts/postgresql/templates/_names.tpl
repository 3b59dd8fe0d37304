{{- define "postgresql.fullname" -}}
{{ .Release.Name }}-postgresql
{{- end -}}

{{- /* postgresql.selector: what never changes, and all that the pod's labels hold. */ -}}
{{- define "postgresql.selector" -}}
app.kubernetes.io/name: postgresql
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: postgresql
{{- end -}}

{{- define "postgresql.labels" -}}
{{ include "postgresql.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "postgresql.image" -}}
{{ .Values.global.imageRegistry | default .Values.image.registry | printf "%s/" | trimPrefix "/" }}{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end -}}

{{- define "postgresql.adminSecret" -}}
{{ .Values.auth.existingSecret | default (include "postgresql.fullname" .) }}
{{- end -}}

{{- define "postgresql.userSecret" -}}
{{ .Values.customUser.existingSecret | default (include "postgresql.adminSecret" .) }}
{{- end -}}

{{- /* postgresql.setting: `name = value` as one argument of `-c`. */ -}}
{{- define "postgresql.setting" -}}
{{ regexReplaceAll "\\s*=\\s*" . "=" | trim }}
{{- end -}}
