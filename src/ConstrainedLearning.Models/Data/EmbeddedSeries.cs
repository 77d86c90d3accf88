namespace ConstrainedLearning.Models.Data;

/// <summary>The series that comes with the library, so that a first experiment needs no file and no network.</summary>
public static class EmbeddedSeries
{
    /// <summary>
    /// <c>newyork</c>: hourly dew point, humidity, wind speed and temperature at LaGuardia airport in 2013, 8,730 measured rows; public domain.
    /// Source, units and the 24 filled hours: <c>Data/Embedded/README.md</c>.
    /// </summary>
    public const string Name = "newyork";

    /// <summary>Reads it.</summary>
    public static Series Open(SeriesFileOptions? options = null)
    {
        const string resource = Name + ".csv.gz";
        using var stream = typeof(EmbeddedSeries).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the resource {resource} is not in the assembly; the build left it out.");
        using var raw = new MemoryStream();
        stream.CopyTo(raw);
        return SeriesFile.Parse(Name, Name, FileContents.Decompress(resource, raw.ToArray()), options ?? new SeriesFileOptions());
    }
}
