{{- /* productwatch.ingress: what lies below a path leads to the API; "root" "name" "path" "annotations" (dict …). */ -}}
{{- define "productwatch.ingress" -}}
{{- $root := .root -}}
{{- $hostname := include "productwatch.hostname" $root -}}
{{- $any := or $root.Values.ingress.anyHost (regexMatch "^[0-9.]+$|:" $hostname) -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ .name }}
  labels: {{- include "productwatch.labels" (dict "root" $root "workload" "api") | nindent 4 }}
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
            pathType: Prefix
            backend: {service: {name: {{ $root.Release.Name }}-api, port: {name: http}}}
      {{- if not $any }}
      host: {{ $hostname | quote }}
      {{- end }}
{{- end -}}
