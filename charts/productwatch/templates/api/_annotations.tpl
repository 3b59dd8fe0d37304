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
