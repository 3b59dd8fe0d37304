{{- define "redis.conf" -}}
dir /data
# What queues and visits need to survive a restart; a snapshot beside it would only cost memory.
appendonly yes
appendfsync {{ .Values.config.appendFsync }}
save ""
maxmemory {{ .Values.config.maxMemory }}
maxmemory-policy {{ .Values.config.maxMemoryPolicy }}
# All that may go has a short life: what was asked for more often stays, however long ago, each time counted.
lfu-decay-time 0
lfu-log-factor 0
maxmemory-samples 10
{{- range .Values.config.extraConfig }}
{{ . }}
{{- end }}
# Who may come in, written there from the password's file when the container starts.
include /run/redis/users.conf
{{ end -}}
