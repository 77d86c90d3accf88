using System.Security.Cryptography;

namespace ConstrainedLearning.Models.Data;

/// <summary>
/// Opens a series by name or path. A known name is looked for in the data directory (.csv and .csv.gz, taken as found), then in the user's cache, then
/// downloaded into the cache; what is in the cache has the canonical hash or is not used.
/// </summary>
/// <param name="dataDirectory">The user's own folder of data files; null for none.</param>
/// <param name="cacheDirectory">Where downloads are kept; null for <see cref="DefaultCacheDirectory"/>.</param>
/// <param name="download">Gets the bytes at an address; null for HTTP. It reports failure with <see cref="HttpRequestException"/> or <see cref="IOException"/>.</param>
public sealed class DataStore(string? dataDirectory = null, string? cacheDirectory = null, Func<Uri, Stream>? download = null)
{
    private readonly string _cache = cacheDirectory ?? DefaultCacheDirectory;
    private readonly Func<Uri, Stream> _download = download ?? Get;

    /// <summary>Where this platform keeps caches, then <c>constrained-learning</c>: XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, or %LOCALAPPDATA%.</summary>
    public static string DefaultCacheDirectory
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : string.IsNullOrEmpty(xdg) ? Path.Combine(home, ".cache") : xdg;
            return Path.Combine(caches, "constrained-learning");
        }
    }

    /// <summary>All names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [EmbeddedSeries.Name, .. DataSource.All.Select(source => source.Name)];

    /// <summary>Opens a known series, or the file at a path.</summary>
    /// <exception cref="DataException">Unknown name, no file, no network, wrong contents.</exception>
    public Series Open(string nameOrPath, SeriesFileOptions? options = null)
    {
        if (nameOrPath.Equals(EmbeddedSeries.Name, StringComparison.OrdinalIgnoreCase))
            return EmbeddedSeries.Open(options);
        // ETTh1.csv is the file of that name where there is one; weather is the series, even beside a file called weather.
        var source = DataSource.Find(nameOrPath);
        if ((source is null || Path.HasExtension(nameOrPath)) && File.Exists(nameOrPath))
            return SeriesFile.Read(nameOrPath, options);
        if (source is not null)
            return SeriesFile.Read(Locate(source), options) with { Name = source.Name };
        throw new DataException($"there is no file and no known series \"{nameOrPath}\"{NearestName.Hint(nameOrPath, Names)}");
    }

    private string Locate(DataSource source)
    {
        if (dataDirectory is not null)
        {
            string[] candidates = [source.FileName, source.FileName + ".gz", source.Name + ".csv", source.Name + ".csv.gz"];
            if (candidates.Select(file => Path.Combine(dataDirectory, file)).FirstOrDefault(File.Exists) is { } found)
                return found;
        }
        var cached = Path.Combine(_cache, source.FileName);
        if (!File.Exists(cached) || Hash(FileContents.Read(cached)) != source.Sha256)
            Fetch(source, cached);
        return cached;
    }

    private void Fetch(DataSource source, string target)
    {
        byte[] contents;
        try
        {
            using var stream = _download(source.Address);
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            contents = buffer.ToArray();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new DataException(
                $"{source.Name}: not in {dataDirectory ?? "a data directory (none was given)"}, not intact in the cache {_cache}, and the download from {source.Address} failed "
                + $"({e.Message}); put {source.FileName} into one of the two folders.", e);
        }
        if (Hash(contents) is var hash && hash != source.Sha256)
            throw new DataException($"{source.Name}: {source.Address} gave other contents than expected (sha256 {hash}, expected {source.Sha256}); nothing was kept.");

        try
        {
            // Written beside and renamed, so that another process or a power cut never sees half a file.
            Directory.CreateDirectory(_cache);
            var part = $"{target}.{Guid.NewGuid():N}.part";
            File.WriteAllBytes(part, contents);
            File.Move(part, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{source.Name}: downloaded, but the cache {_cache} cannot be written ({e.Message}); set XDG_CACHE_HOME to a folder that can be.", e);
        }
    }

    private static string Hash(byte[] contents) => Convert.ToHexStringLower(SHA256.HashData(contents));

    private static MemoryStream Get(Uri address)
    {
        using var client = new HttpClient();
        return new MemoryStream(client.GetByteArrayAsync(address).GetAwaiter().GetResult());
    }
}
