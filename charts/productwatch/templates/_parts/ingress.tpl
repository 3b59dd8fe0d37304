{{- /*
productwatch.ingress: what lies below a path leads to a workload.
Takes (dict "root" $ "name" "pw" "workload" "api" "path" "/" "annotations" (dict …)), and "pathType" for the path alone.
*/ -}}
{{- define "productwatch.ingress" -}}
{{- $root := .root -}}
{{- $hostname := include "productwatch.hostname" $root -}}
{{- $any := or $root.Values.ingress.anyHost (regexMatch "^[0-9.]+$|:" $hostname) -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ .name }}
  labels: {{- include "productwatch.labels" (dict "root" $root "workload" .workload) | nindent 4 }}
  annotations: {{- mustMergeOverwrite (include "productwatch.ingressAnnotations" $root | fromYaml) .annotations $root.Values.ingress.annotations | toYaml | nindent 4 }}
spec:
  ingressClassName: {{ $root.Values.ingress.className }}
  {{- with $root.Values.ingress.tls.secretName }}
  tls:
    - secretName: {{ . }}
      {{- if not $any }}
      hosts: [{{ $hostname | quote }}]
      {{- end }}
  {{- end }}
  rules:
    - http:
        paths:
          - path: {{ .path }}
            pathType: {{ .pathType | default "Prefix" }}
            backend: {service: {name: {{ $root.Release.Name }}-{{ .workload }}, port: {name: http}}}
      {{- if not $any }}
      host: {{ $hostname | quote }}
      {{- end }}
{{- end -}}

{{- /* productwatch.ingressAnnotations: `rateLimit` and the size of bodies, as ingress-nginx and its heirs read them. */ -}}
{{- define "productwatch.ingressAnnotations" -}}
nginx.ingress.kubernetes.io/proxy-body-size: {{ .Values.ingress.maxBodySize | quote }}
nginx.ingress.kubernetes.io/proxy-request-buffering: "on"
{{- with .Values.rateLimit }}
{{- if .enabled }}
{{- with .rps }}
nginx.ingress.kubernetes.io/limit-rps: {{ . | quote }}
{{- end }}
{{- with .rpm }}
nginx.ingress.kubernetes.io/limit-rpm: {{ . | quote }}
{{- end }}
{{- with .connections }}
nginx.ingress.kubernetes.io/limit-connections: {{ . | quote }}
{{- end }}
nginx.ingress.kubernetes.io/limit-burst-multiplier: {{ .burstMultiplier | quote }}
{{- with .allowlist }}
nginx.ingress.kubernetes.io/limit-allowlist: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
