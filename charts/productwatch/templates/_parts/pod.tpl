{{- /*
productwatch.pod: a pod of ours, restricted as Pod Security demands.
Takes (dict
  "root" $  "workload" "api"  "component" (what productwatch.component gives)
  "image" .Values.image  "command" (list …)  "serviceAccount" "pw"  "volumes" (list …)  "volumeMounts" (list …)
and may take
  "token" true        mounts the service account's token
  "env" (dict …)      "envFrom" (list …)   "ports" (list …)   "probes" (dict "livenessProbe" …)   "lifecycle" (dict …)
  "init" (list …)     a command that runs first, in the same image and environment
  "grace" 45          seconds to stop in
  "restartPolicy" "Never"
  "annotations" (dict …)   "labels" (dict …)
).
*/ -}}
{{- define "productwatch.pod" -}}
{{- $component := .component -}}
metadata:
  labels:
    {{- include "productwatch.selector" . | nindent 4 }}
    {{- with mustMerge (dict) (.labels | default dict) $component.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with mustMerge (dict) $component.podAnnotations (.annotations | default dict) }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ .serviceAccount }}
  automountServiceAccountToken: {{ .token | default false }}
  enableServiceLinks: false
  {{- /* Not as process 1, which SIGTERM does not end until the program has said what to do then: in the seconds in
         which it still loads, or waits for the database, it would sit out its whole grace. */}}
  shareProcessNamespace: true
  {{- with .root.Values.global.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .restartPolicy }}
  restartPolicy: {{ . }}
  {{- end }}
  {{- with .grace }}
  terminationGracePeriodSeconds: {{ . }}
  {{- end }}
  {{- include "productwatch.scheduling" . | nindent 2 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: {type: RuntimeDefault}
  {{- with .init }}
  initContainers:
    - name: wait
      command: {{ toJson . }}
      {{- include "productwatch.container" $ | nindent 6 }}
  {{- end }}
  containers:
    - name: {{ .workload }}
      command: {{ toJson .command }}
      {{- include "productwatch.container" . | nindent 6 }}
      {{- with .ports }}
      ports: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .probes }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      {{- with .lifecycle }}
      lifecycle: {{- toYaml . | nindent 8 }}
      {{- end }}
  volumes:
    - name: tmp
      emptyDir: {medium: Memory, sizeLimit: 64Mi}
    {{- with concat (.volumes | default list) $component.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- /* productwatch.container: what the containers of a pod share. */ -}}
{{- define "productwatch.container" -}}
image: {{ include "productwatch.image" . }}
imagePullPolicy: {{ .image.pullPolicy }}
{{- with .envFrom }}
envFrom: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "productwatch.env" (dict "env" (.env | default dict) "extraEnv" .component.extraEnv) }}
env: {{- . | nindent 2 }}
{{- end }}
resources: {{- toYaml .component.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- with concat (.volumeMounts | default list) .component.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- /* productwatch.scheduling: on which nodes the pod may run, and with what right. */ -}}
{{- define "productwatch.scheduling" -}}
{{- with .component.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .component.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .component.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .component.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  {{- if .component.topologySpreadConstraints }}
  {{- toYaml .component.topologySpreadConstraints | nindent 2 }}
  {{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "productwatch.selector" . | nindent 8 }}
  {{- end }}
{{- end -}}
