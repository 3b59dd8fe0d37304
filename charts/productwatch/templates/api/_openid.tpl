{{- /* productwatch.openidEnv: the issuers that people may sign in by, as settings of the api, which alone asks them. */ -}}
{{- define "productwatch.openidEnv" -}}
{{- $names := list -}}
{{- range .Values.openid.issuers }}
{{- $names = append $names .name }}
{{- $prefix := printf "OPENID_%s" (.name | upper | replace "-" "_") }}
{{ $prefix }}_CLIENT_ID: {{ .clientId | quote }}
{{ $prefix }}_CLIENT_SECRET_FILE: /run/secrets/productwatch/openid-{{ .name }}
{{- with .url }}
{{ $prefix }}_URL: {{ . | quote }}
{{- end }}
{{- with .label }}
{{ $prefix }}_LABEL: {{ . | quote }}
{{- end }}
{{- with .vouchesFor }}
{{ $prefix }}_VOUCHES_FOR: {{ join "," . | quote }}
{{- end }}
{{- end }}
OPENID_ISSUERS: {{ join "," $names | quote }}
OPENID_PAGES: {{ join "," .Values.openid.pages | quote }}
{{- end -}}

{{- /* productwatch.openidSecrets: what we are known by to them, as files. */ -}}
{{- define "productwatch.openidSecrets" -}}
{{- range .Values.openid.issuers }}
- secret:
    name: {{ .existingSecret }}
    items: [{key: {{ .existingSecretKey | default "client-secret" }}, path: openid-{{ .name }}}]
{{- end }}
{{- end -}}
