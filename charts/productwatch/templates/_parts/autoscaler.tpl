{{- /*
productwatch.autoscaler: lets the use of processors set the number of pods, where `autoscaling` is enabled.
Takes (dict "root" $ "workload" "api" "autoscaling" .Values.api.autoscaling).
*/ -}}
{{- define "productwatch.autoscaler" -}}
{{- with .autoscaling }}
{{- if .enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $.root.Release.Name }}-{{ $.workload }}
  labels: {{- include "productwatch.labels" $ | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $.root.Release.Name }}-{{ $.workload }}}
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: {{ .targetCPUUtilizationPercentage }}}
{{- end }}
{{- end }}
{{- end -}}
