{{- /*
productwatch.component: the block of a workload laid over `defaults`, as YAML.
Takes (dict "root" $ "block" .Values.api), or a list of blocks of which a later one wins: "blocks" (list …).
*/ -}}
{{- define "productwatch.component" -}}
{{- $merged := deepCopy .root.Values.defaults -}}
{{- range .blocks | default (list .block) -}}
{{- $merged = mustMergeOverwrite $merged (deepCopy .) -}}
{{- end -}}
{{- toYaml $merged -}}
{{- end -}}

{{- /*
productwatch.env: the environment of a container, each name once: what the workload sets, overlaid with extraEnv.
Takes (dict "env" (dict NAME value …) "extraEnv" (dict …)).
*/ -}}
{{- define "productwatch.env" -}}
{{- range $name, $value := mustMergeOverwrite (deepCopy .env) .extraEnv }}
{{- if kindIs "map" $value }}
- {{ mustMerge (dict "name" $name) $value | toJson }}
{{- else }}
- {{ dict "name" $name "value" (toString $value) | toJson }}
{{- end }}
{{- end }}
{{- end -}}
