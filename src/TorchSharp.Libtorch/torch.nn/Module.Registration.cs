using System.Reflection;
using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected OrderedDict<string, Module> _internal_submodules = new();
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected OrderedDict<string, Parameter> _internal_params = new();

            private bool _areComponentsRegistered;

            /// <summary>Registers every field that holds a module, a parameter or a tensor, under the field's name. Call it last in the constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered) return;
                foreach (var field in Fields(GetType()))
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _areComponentsRegistered = true;
            }

            /// <summary>Adds a module to the tree; null or a disposed module takes the name out of it.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null or { _disposed: true })
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("a module's name must not be empty", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"a module's name must not contain a dot, got '{name}'", nameof(name));
                if (_internal_submodules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered in {GetName()}.");
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <inheritdoc cref="register_module"/>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null or { IsInvalid: true }) throw new ArgumentNullException(nameof(param), $"the parameter '{name}' is null or disposed");
                if (!_internal_params.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered in {GetName()}.");
            }

            /// <summary>Adds a tensor that is state but is not learnt; when it is not persistent, it is not saved.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null or { IsInvalid: true }) throw new ArgumentNullException(nameof(tensor), $"the buffer '{name}' is null or disposed");
                if (!_internal_buffers.TryAdd(name, (tensor, persistent))) throw new InvalidOperationException($"Tensor {name} is already registered in {GetName()}.");
            }

            /// <inheritdoc cref="ConditionallyRegisterParameter(string, Parameter)"/>
            protected void ConditionallyRegisterParameter(string name, Tensor value) => ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Puts a parameter under a name, whether or not it was taken; null frees the name.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _internal_params.Remove(name);
                else _internal_params[name] = value;
            }

            /// <summary>Puts a buffer under a name, whether or not it was taken; null frees the name.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _internal_buffers.Remove(name);
                else _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Takes all modules out of the tree, without disposing them.</summary>
            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>Sets a layer's parameter: disposes the one it replaces, frees the new one of any dispose scope and registers it.</summary>
            private protected void Adopt(string name, ref Parameter? field, Parameter? value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, value);
            }

            /// <summary>As <see cref="Adopt(string, ref Parameter, Parameter)"/>, for a buffer.</summary>
            private protected void AdoptBuffer(string name, ref Tensor? field, Tensor? value)
            {
                if (ReferenceEquals(field, value)) return;
                field?.Dispose();
                field = value;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, value);
            }

            /// <summary>The fields of a type and its bases, the type's own first; a name hidden by a derived class counts once.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                var seen = new HashSet<string>();
                for (var level = type; level is not null && level != typeof(Module); level = level.BaseType)
                    foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                        if (seen.Add(field.Name)) yield return field;
            }
        }
    }
}
