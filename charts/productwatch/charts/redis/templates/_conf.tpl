{{- define "redis.conf" -}}
dir /data
# What queues and visits need to survive a restart; a snapshot beside it would only cost memory.
appendonly yes
appendfsync everysec
save ""
maxmemory {{ .Values.config.maxMemory }}
maxmemory-policy {{ .Values.config.maxMemoryPolicy }}
{{- range .Values.config.extraConfig }}
{{ . }}
{{- end }}
# Who may come in, written there from the password's file when the container starts.
include /run/redis/users.conf
{{ end -}}
