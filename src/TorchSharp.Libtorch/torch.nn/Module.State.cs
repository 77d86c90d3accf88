using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>All parameters, then all persistent buffers, by dotted name; the live tensors, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + name, buffer);
                foreach (var (name, child) in named_children()) child.state_dict(destination, start + name);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <param name="source">The values by dotted name.</param>
            /// <param name="strict">Whether a name that only one side has is an error.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <returns>The names that only this module has, and those that only the source has.</returns>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var destination = state_dict();
                var missing = destination.Keys.Where(key => !source.ContainsKey(key) && !skip.Contains(key)).ToList();
                var unexpected = source.Keys.Where(key => !destination.ContainsKey(key) && !skip.Contains(key)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The state does not fit {GetName()}. Missing: {StateFile.Names(missing)}. Unexpected: {StateFile.Names(unexpected)}. Pass strict: false to load what fits.");
                }
                var pairs = source.Where(entry => destination.ContainsKey(entry.Key) && !skip.Contains(entry.Key)).ToList();
                foreach (var (key, value) in pairs)
                {
                    if (!destination[key].Sizes.SequenceEqual(value.Sizes))
                        throw new ArgumentException($"'{key}' has shape [{string.Join(", ", destination[key].shape)}] in {GetName()}, but [{string.Join(", ", value.shape)}] in the state to load");
                }
                using var _ = no_grad();
                foreach (var (key, value) in pairs) Aten.CopyInPlace.Run(destination[key], value);
                return (missing, unexpected);
            }

            /// <summary>Writes the state to a file, in TorchSharp's own format (.dat).</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the state to a stream, which is closed afterwards.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <inheritdoc cref="save(string, IList{string})"/>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes a state in TorchSharp's own format.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null) =>
                StateFile.Write(writer, skip is null ? sd : sd.Where(entry => !skip.Contains(entry.Key)).ToDictionary());

            /// <summary>Reads a state that <see cref="save(string, IList{string})"/> wrote. Nothing changes unless the whole file is sound and fits.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Whether the file must hold exactly this module's names.</param>
            /// <param name="skip">Names to leave alone.</param>
            /// <param name="loadedParameters">Takes, for each name in the file, whether the module has it.</param>
            /// <exception cref="InvalidDataException">The file is damaged.</exception>
            /// <exception cref="ArgumentException">The file is sound but does not fit the module.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"no file '{location}' to load the state of {GetName()} from", location);
                using var stream = File.OpenRead(location);
                using var reader = new BinaryReader(stream);
                Load(reader, strict, skip, loadedParameters, toTheEnd: true);
                return this;
            }

            /// <summary>Reads a state from a stream, which is closed afterwards.</summary>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <inheritdoc cref="load(string, bool, IList{string}, Dictionary{string, bool})"/>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                Load(reader, strict, skip, loadedParameters, toTheEnd: false);
                return this;
            }

            /// <summary>Makes a module and loads its state.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);

            private void Load(BinaryReader reader, bool strict, IList<string>? skip, Dictionary<string, bool>? loaded, bool toTheEnd)
            {
                var own = state_dict();
                var read = StateFile.Read(reader, toTheEnd);
                try
                {
                    if (strict && read.Count != own.Count)
                        throw new ArgumentException($"Mismatched state_dict sizes: {GetName()} has {own.Count} entries, the file has {read.Count}.");
                    foreach (var (name, value) in read)
                    {
                        if (!own.TryGetValue(name, out var target))
                        {
                            if (strict) throw new ArgumentException($"Mismatched module state names: {GetName()} does not have a parameter or buffer named '{name}'.");
                            continue;
                        }
                        if (skip?.Contains(name) != true) StateFile.RequireSame(name, target, value);
                    }
                    load_state_dict(read, strict: false, skip);
                    if (loaded is null) return;
                    foreach (var name in read.Keys) loaded[name] = own.ContainsKey(name);
                }
                finally
                {
                    foreach (var value in read.Values) value.Dispose();
                }
            }
        }
    }
}
