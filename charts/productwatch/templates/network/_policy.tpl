{{- /*
productwatch.policy: what one workload may reach and who may reach it; all else is denied by the policy of the release.
Takes (dict "root" $ "workload" "api") and may take "ingress" (list rule…) and "egress" (list rule…).
*/ -}}
{{- define "productwatch.policy" -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .root.Release.Name }}-{{ .workload }}
  labels: {{- include "productwatch.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "productwatch.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: {{- toYaml (.ingress | default list) | nindent 4 }}
  egress: {{- toYaml (.egress | default list) | nindent 4 }}
{{ end -}}

{{- /* productwatch.peer: pods of a workload, as a peer. */ -}}
{{- define "productwatch.peer" -}}
podSelector:
  matchLabels: {{- include "productwatch.selector" . | nindent 4 }}
{{- end -}}

{{- /* productwatch.namespaces: pods of the named namespaces, as peers. Takes the names. */ -}}
{{- define "productwatch.namespaces" -}}
- namespaceSelector:
    matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: {{ toJson . }}}]
{{- end -}}

{{- /* productwatch.metricsRule: who may read metrics. */ -}}
{{- define "productwatch.metricsRule" -}}
{{- with .Values.networkPolicy.metricsNamespaces }}
- from: {{- include "productwatch.namespaces" . | nindent 4 }}
  ports: [{port: 9000}]
{{- end }}
{{- end -}}

{{- /* productwatch.filesRules: the server of the bucket, which those reach that write or read images. */ -}}
{{- define "productwatch.filesRules" -}}
{{- with .Values.media.s3 }}
{{- if .bucket }}
- ports: [{port: {{ include "productwatch.portOf" (.endpoint | default "https://s3.amazonaws.com") }}}]
{{- end }}
{{- end }}
{{- end -}}

{{- /* productwatch.issuersRules: the issuers that people may sign in by, which the api asks. */ -}}
{{- define "productwatch.issuersRules" -}}
{{- $ports := list -}}
{{- range .Values.openid.issuers -}}
{{- $ports = append $ports (include "productwatch.portOf" (.url | default "https://accounts.google.com")) -}}
{{- end -}}
{{- range $ports | uniq }}
- ports: [{port: {{ . }}}]
{{- end }}
{{- end -}}

{{- /* productwatch.storesRules: the servers that every pod of the application reaches: Postgres, Redis, a collector. */ -}}
{{- define "productwatch.storesRules" -}}
{{- range $server := list "postgresql" "redis" }}
{{- if (index $.Values $server).enabled }}
- to:
    - podSelector:
        matchLabels: {app.kubernetes.io/name: {{ $server }}, app.kubernetes.io/instance: {{ $.Release.Name }}}
  ports: [{port: {{ $server }}}]
{{- end }}
{{- end }}
{{- if not .Values.postgresql.enabled }}
- ports: [{port: {{ .Values.externalDatabase.port }}}]
{{- end }}
{{- if not .Values.redis.enabled }}
- ports: [{port: {{ .Values.externalRedis.port }}}]
{{- end }}
{{- if .Values.cacheRedis.host }}
- ports: [{port: {{ .Values.cacheRedis.port }}}]
{{- end }}
{{- with .Values.telemetry.otlpEndpoint }}
- ports: [{port: {{ include "productwatch.portOf" . }}}]
{{- end }}
{{- end -}}
