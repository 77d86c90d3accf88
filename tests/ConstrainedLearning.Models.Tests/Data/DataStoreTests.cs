using System.Text;
using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class DataStoreTests : IDisposable
{
    private const string Text = "date,a,OT\n2016-07-01 00:00:00,1,2\n2016-07-01 01:00:00,3,4\n";
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _data.Dispose();
        _cache.Dispose();
    }

    [Theory]
    [InlineData("ETTh1.csv")]
    [InlineData("etth1.csv")]
    public void Open_takes_the_users_own_file_first(string file)
    {
        _data.Write(file, Text);

        var series = Store(Unreachable).Open("etth1");

        (series.Name, series.Rows, series.Channels).Should().Be(("etth1", 2, 2));
    }

    [Fact]
    public void Open_finds_a_compressed_file_by_its_canonical_name()
    {
        _data.Write("national_illness.csv.gz", TemporaryFolder.Gzip(Text));

        Store(Unreachable).Open("national_illness").Name.Should().Be("ili");
    }

    [Fact]
    public void Open_offline_says_where_it_looked_and_what_to_do()
    {
        var open = () => Store(Unreachable).Open("weather");

        open.Should().Throw<DataException>().WithMessage($"weather: not in {_data.Path}, not intact in the cache {_cache.Path}*the network is down*put weather.csv into*");
    }

    [Fact]
    public void Open_download_with_the_wrong_hash_names_both_and_keeps_nothing()
    {
        var open = () => Store(_ => new MemoryStream(Encoding.UTF8.GetBytes(Text))).Open("etth2");

        open.Should().Throw<DataException>().WithMessage("etth2: *sha256 6914d05b56df*expected a3dc2c597b92*nothing was kept.");
        Directory.GetFiles(_cache.Path).Should().BeEmpty();
    }

    [Fact]
    public void Open_damaged_cache_is_not_used()
    {
        _cache.Write("ETTm1.csv", Text);

        var open = () => Store(Unreachable).Open("ettm1");

        open.Should().Throw<DataException>().WithMessage("*the network is down*");
    }

    [BenchmarkDataFact]
    public void Open_downloads_once_and_then_reads_the_cache()
    {
        var canonical = FileContents.Read(Path.Combine(BenchmarkDataFactAttribute.Folder!, "national_illness.csv.gz"));
        var downloads = 0;
        var store = Store(_ =>
        {
            downloads++;
            return new MemoryStream(canonical);
        });

        store.Open("ili").Rows.Should().Be(966);
        store.Open("ili").Rows.Should().Be(966);

        downloads.Should().Be(1);
        Directory.GetFiles(_cache.Path).Select(Path.GetFileName).Should().Equal("national_illness.csv");
    }

    [Fact]
    public void Open_plain_path_is_taken_as_it_is()
    {
        var path = _data.Write("mine.csv", Text);

        Store(Unreachable).Open(path).Name.Should().Be("mine.csv");
    }

    [Fact]
    public void Open_path_with_the_canonical_file_name_is_that_file()
    {
        var path = _data.Write("weather.csv", Text);

        new DataStore(null, _cache.Path, Unreachable).Open(path).Name.Should().Be("weather.csv");
    }

    [BenchmarkDataFact]
    public void Open_says_so_when_the_cache_cannot_be_written()
    {
        var canonical = FileContents.Read(Path.Combine(BenchmarkDataFactAttribute.Folder!, "national_illness.csv.gz"));
        var file = _cache.Write("a file, not a folder", "");

        var open = () => new DataStore(null, file, _ => new MemoryStream(canonical)).Open("ili");

        open.Should().Throw<DataException>().WithMessage("ili: downloaded, but the cache*cannot be written*");
    }

    [Fact]
    public void Open_unknown_name_suggests_the_nearest_and_lists_all()
    {
        var open = () => Store(Unreachable).Open("eth1");

        open.Should().Throw<DataException>().WithMessage("*\"eth1\"; did you mean \"etth1\"? Known are newyork, etth1, etth2, ettm1, ettm2, exchange, ili, weather.");
    }

    [Fact]
    public void Open_newyork_needs_nothing_and_is_what_its_readme_says()
    {
        var series = Store(Unreachable).Open("newyork");

        (series.Rows, series.Channels, series.Step).Should().Be((8730, 4, TimeSpan.FromHours(1)));
        series.Columns.Should().Equal("dew_point", "humidity", "wind_speed", "temperature");
        series.Times.Zip(series.Times.Skip(1), (a, b) => b - a).Should().OnlyContain(step => step == TimeSpan.FromHours(1));
        series.Sha256.Should().Be("6a6af617822a393d655270f86593ec24ffa6827b2f0f0f218f8fefefc4c89f96");
    }

    [Fact]
    public void DefaultCacheDirectory_is_our_own_folder() => DataStore.DefaultCacheDirectory.Should().EndWith("constrained-learning");

    [BenchmarkDataFact]
    public void Open_canonical_files_have_their_published_rows_channels_and_hashes()
    {
        var store = new DataStore(BenchmarkDataFactAttribute.Folder, _cache.Path, Unreachable);
        (string Name, int Rows, int Channels, TimeSpan Step)[] published =
        [
            ("etth1", 17420, 7, TimeSpan.FromHours(1)), ("etth2", 17420, 7, TimeSpan.FromHours(1)),
            ("ettm1", 69680, 7, TimeSpan.FromMinutes(15)), ("ettm2", 69680, 7, TimeSpan.FromMinutes(15)),
            ("exchange", 7588, 8, TimeSpan.FromDays(1)), ("ili", 966, 7, TimeSpan.FromDays(7)), ("weather", 52696, 21, TimeSpan.FromMinutes(10)),
        ];
        foreach (var expected in published)
        {
            var series = store.Open(expected.Name);

            (series.Name, series.Rows, series.Channels, series.Step).Should().Be(expected);
            series.Sha256.Should().Be(DataSource.Find(expected.Name)!.Sha256);
            series.Columns[^1].Should().Be("OT");
        }
    }

    private DataStore Store(Func<Uri, Stream> download) => new(_data.Path, _cache.Path, download);

    private static Stream Unreachable(Uri address) => throw new HttpRequestException("the network is down");
}
