{{- /*
productwatch.disruptions: one pod at a time may be taken away, where there is more than one; a lone pod blocks no drain.
Takes (dict "root" $ "workload" "api" "replicas" 2).
*/ -}}
{{- define "productwatch.disruptions" -}}
{{- if gt (int .replicas) 1 -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .root.Release.Name }}-{{ .workload }}
  labels: {{- include "productwatch.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "productwatch.selector" . | nindent 6 }}
{{- end -}}
{{- end -}}
