using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The modules directly below, with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>The modules directly below.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below, with their dotted names; first those directly below. This module itself is left out.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (prefix, child) in named_children())
                    foreach (var (name, module) in child.named_modules())
                        yield return ($"{prefix}.{name}", module);
            }

            /// <summary>All modules below.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            /// <summary>The parameters with their dotted names: own ones first, then those below, depth first; a shared one once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint>();
                foreach (var (name, parameter) in _internal_params)
                    if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return (name, parameter);
                if (!recurse) yield break;
                foreach (var (prefix, child) in named_children())
                    foreach (var (name, parameter) in child.named_parameters(true))
                        if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return ($"{prefix}.{name}", parameter);
            }

            /// <summary>The parameters, in the order of <see cref="named_parameters"/>.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            /// <summary>The persistent buffers with their dotted names, in the order of <see cref="named_parameters"/>.</summary>
            /// <param name="recurse">Whether to go down the tree.</param>
            /// <param name="include_nonpersistent">Accepted and not looked at, as in TorchSharp.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint>();
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                    if (persistent && !buffer.IsInvalid && seen.Add(buffer.Handle)) yield return (name, buffer);
                if (!recurse) yield break;
                foreach (var (prefix, child) in named_children())
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (!buffer.IsInvalid && seen.Add(buffer.Handle)) yield return ($"{prefix}.{name}", buffer);
            }

            /// <summary>The persistent buffers.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(entry => entry.buffer);

            /// <summary>The parameter with a dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                _internal_params.TryGetValue(target, out var own) ? own
                : Below(target, out var rest) is { } child ? child.get_parameter(rest) : null;

            /// <summary>Whether there is a parameter with a dotted name.</summary>
            public virtual bool has_parameter(string target) =>
                _internal_params.ContainsKey(target) || (Below(target, out var rest)?.has_parameter(rest) ?? false);

            /// <summary>The buffer with a dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                _internal_buffers.TryGetValue(target, out var own) ? own.Item1
                : Below(target, out var rest) is { } child ? child.get_buffer(rest) : null;

            /// <summary>Whether there is a buffer with a dotted name.</summary>
            public virtual bool has_buffer(string target) =>
                _internal_buffers.ContainsKey(target) || (Below(target, out var rest)?.has_buffer(rest) ?? false);

            private Module? Below(string target, out string rest)
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                rest = target[(dot + 1)..];
                if (dot < 0) return null;
                var first = target[..dot];
                foreach (var (name, child) in named_children())
                    if (name == first) return child;
                return null;
            }
        }
    }
}
