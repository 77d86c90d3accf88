using System.Text;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>A folder with an adapter, as the PEFT library has it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public static class AdapterFolder
{
    /// <summary>The name of the configuration.</summary>
    public const string ConfigName = "adapter_config.json";

    /// <summary>The name of the tensors' file.</summary>
    public const string TensorsName = "adapter_model.safetensors";

    // By which only programs that run what is in it can be read.
    private const string PickleName = "adapter_model.bin";

    private const int LongestConfig = 10_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes both files, each beside its place first, so that neither is ever half there; the configuration last.</summary>
    /// <param name="folder">Made if it is not there; other files in it stay.</param>
    /// <param name="configJson">The configuration's text.</param>
    /// <param name="tensors">Borrowed; anywhere.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, string configJson, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var bytes = Strict.GetBytes(configJson);
        Directory.CreateDirectory(folder);
        var (config, beside) = (Path.Combine(folder, ConfigName), Path.Combine(folder, ConfigName + ".writing"));
        try
        {
            File.WriteAllBytes(beside, bytes);
            SafetensorsFile.Write(Path.Combine(folder, TensorsName), tensors, new Dictionary<string, string> { ["format"] = "pt" });
            File.Move(beside, config, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Reads both files. What the configuration says is not looked at here.</summary>
    /// <returns>The configuration's text, and tensors in host memory, the caller's to dispose.</returns>
    /// <exception cref="SafetensorsException">A file is absent, too long, no text, or breaks the format's rules; tensors are there in Python's pickle format alone.</exception>
    public static (string ConfigJson, IReadOnlyDictionary<string, Tensor> Tensors) Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new SafetensorsException(folder, $"there is no such folder: an adapter is a folder with {ConfigName} and {TensorsName}");
        var config = ReadConfig(Path.Combine(folder, ConfigName));
        var path = Path.Combine(folder, TensorsName);
        if (!File.Exists(path) && File.Exists(Path.Combine(folder, PickleName)))
            throw new SafetensorsException(Path.Combine(folder, PickleName), $"it is in Python's pickle format, which runs what is in it and is not read here: load it with the PEFT library and save_pretrained(..., safe_serialization=True), which writes {TensorsName}");
        using var file = SafetensorsFile.Open(path);
        using var scope = NewDisposeScope();
        var tensors = file.Entries.ToDictionary(entry => entry.Name, entry => file.Read(entry.Name), StringComparer.Ordinal);
        foreach (var value in tensors.Values) value.DetachFromDisposeScope();
        return (config, tensors);
    }

    private static string ReadConfig(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LongestConfig) throw new SafetensorsException(path, $"it has {Shown.Count(length)} bytes, expected at most {Shown.Count(LongestConfig)}: it is no adapter's configuration");
            var bytes = File.ReadAllBytes(path);
            return Strict.GetString(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
        }
        catch (FileNotFoundException e)
        {
            throw new SafetensorsException(path, $"there is no such file: an adapter is a folder with {ConfigName} and {TensorsName}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new SafetensorsException(path, "it is not UTF-8: the file is damaged", e);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not SafetensorsException)
        {
            throw new SafetensorsException(path, $"it cannot be read ({e.Message})", e);
        }
    }
}
