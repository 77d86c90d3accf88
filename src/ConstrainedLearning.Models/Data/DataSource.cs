namespace ConstrainedLearning.Models.Data;

/// <summary>A public benchmark series that is known by name.</summary>
/// <param name="Name">What a command line calls it.</param>
/// <param name="FileName">Its canonical file, without .gz.</param>
/// <param name="Address">Where the field downloads it from.</param>
/// <param name="Sha256">Hash of the canonical contents, lower-case hexadecimal.</param>
/// <param name="Licence">Under which terms, as far as anything is stated.</param>
public sealed record DataSource(string Name, string FileName, Uri Address, string Sha256, string Licence)
{
    private const string EttLicence = "CC BY-ND 4.0, Zhou et al. (Informer)";
    private const string None = "none stated";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DataSource> All { get; } =
    [
        Ett("etth1", "ETTh1.csv", "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066"),
        Ett("etth2", "ETTh2.csv", "a3dc2c597b9218c7ce1cd55eb77b283fd459a1d09d753063f944967dd6b9218b"),
        Ett("ettm1", "ETTm1.csv", "6ce1759b1a18e3328421d5d75fadcb316c449fcd7cec32820c8dafda71986c9e"),
        Ett("ettm2", "ETTm2.csv", "db973ca252c6410a30d0469b13d696cf919648d0f3fd588c60f03fdbdbadd1fd"),
        Library("exchange", "exchange_rate/exchange_rate.csv", "48b4d9d3d508f5104162e85b9a6042e3557fde11aa9f2944eba8c0d0efc89842", None),
        Library("ili", "illness/national_illness.csv", "93601f64d2566dc796ca4305adad8b8560c2db1a1ff04543c3bd813a7263570a", "none stated; figures of the US CDC (ILINet)"),
        Library("weather", "weather/weather.csv", "34ee981d07313e51da2a50bb600072c8ae4a69cb4b0651f4cb93a069d7a2ba63", "none stated; Max Planck Institute for Biogeochemistry, Jena"),
    ];

    /// <summary>The source called <paramref name="name"/> by its name or its file's name, whatever the case; null if there is none.</summary>
    public static DataSource? Find(string name) => All.FirstOrDefault(source =>
        new[] { source.Name, source.FileName, Path.GetFileNameWithoutExtension(source.FileName) }.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static DataSource Ett(string name, string file, string sha256) =>
        new(name, file, new($"https://raw.githubusercontent.com/zhouhaoyi/ETDataset/main/ETT-small/{file}"), sha256, EttLicence);

    private static DataSource Library(string name, string path, string sha256, string licence) =>
        new(name, Path.GetFileName(path), new($"https://huggingface.co/datasets/thuml/Time-Series-Library/resolve/main/{path}"), sha256, licence);
}
