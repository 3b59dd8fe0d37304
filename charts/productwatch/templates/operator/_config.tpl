{{- /* productwatch.bootstrap: the Secrets that the operator makes when they are missing, as YAML. */ -}}
{{- define "productwatch.bootstrap" -}}
{{- $values := .Values -}}
{{- $claim := "" -}}
{{- if and $values.postgresql.enabled $values.postgresql.persistence.enabled -}}
{{- $claim = $values.postgresql.persistence.existingClaim | default (printf "data-%s-postgresql-0" .Release.Name) -}}
{{- end -}}
{{- $secrets := list -}}
{{- if and $values.postgresql.enabled (not $values.postgresql.auth.existingSecret) -}}
{{- $keys := dict $values.postgresql.auth.secretKeys.adminPasswordKey (dict "random" 32) -}}
{{- if not $values.postgresql.customUser.existingSecret -}}
{{- $_ := set $keys $values.postgresql.customUser.secretKeys.password (dict "random" 32) -}}
{{- end -}}
{{- $secrets = append $secrets (dict "name" (printf "%s-postgresql" .Release.Name) "keep" true "keys" $keys) -}}
{{- end -}}
{{- if and $values.redis.enabled (not $values.redis.auth.existingSecret) -}}
{{- $keys := dict $values.redis.auth.existingSecretPasswordKey (dict "random" 32) -}}
{{- $secrets = append $secrets (dict "name" (printf "%s-redis" .Release.Name) "keep" false "keys" $keys) -}}
{{- end -}}
{{- if not $values.secrets.application.existingSecret -}}
{{- $keys := dict $values.secrets.application.secretKeyKey (dict "random" 64) $values.secrets.application.dataKeyKey (dict "random" 64) -}}
{{- $secrets = append $secrets (dict "name" (printf "%s-application" .Release.Name) "keep" true "keys" $keys) -}}
{{- end -}}
{{- if not $values.admin.existingSecret -}}
{{- $keys := dict "email" (dict "value" $values.admin.email) "password" (dict "random" 24) -}}
{{- $secrets = append $secrets (dict "name" (printf "%s-admin" .Release.Name) "keep" true "keys" $keys) -}}
{{- end -}}
{{- range $secrets -}}
{{- if and .keep $claim -}}
{{- $_ := set . "refuseIfClaimExists" $claim -}}
{{- end -}}
{{- end -}}
{{- toYaml $secrets -}}
{{- end -}}

{{- /* productwatch.operatorConfig: the operator's file. */ -}}
{{- define "productwatch.operatorConfig" -}}
namespace: {{ .Release.Namespace }}
release: {{ .Release.Name }}
owner: {kind: ConfigMap, name: {{ .Release.Name }}-settings}
publicUrl: {{ .Values.publicUrl | quote }}
verifiers:
  selector: app.kubernetes.io/instance={{ .Release.Name }},app.kubernetes.io/component=api
  port: 9000
resyncSeconds: {{ .Values.operator.resyncSeconds }}
secrets: {{- include "productwatch.bootstrap" . | nindent 2 }}
{{- end -}}
