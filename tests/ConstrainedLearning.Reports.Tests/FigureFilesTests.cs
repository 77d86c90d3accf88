using System.Xml.Linq;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports.Tests;

public sealed class FigureFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Chart Chart(string name) => new(name, LossCurves.Create([1, 2], []), "losses");

    [Fact]
    public void WriteReport_writes_the_page_and_each_picture_beside_it()
    {
        var report = SampleReports.Create(steps: 6, rows: 12);

        var path = FigureFiles.WriteReport(Path.Combine(_folder, "run"), report);

        path.Should().Be(Path.Combine(_folder, "run", "report.html"));
        File.ReadAllText(path).Should().Be(HtmlReport.Page(report));
        var pictures = Directory.GetFiles(Path.Combine(_folder, "run", "figures"));
        pictures.Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(HtmlReport.Charts(report).Select(c => c.Name));
        pictures.Should().OnlyContain(file => XDocument.Load(file).Root!.Name.LocalName == "svg");
    }

    [Fact]
    public void Write_returns_the_paths_in_order() =>
        FigureFiles.Write(_folder, [Chart("b"), Chart("a")]).Should().Equal(Path.Combine(_folder, "b.svg"), Path.Combine(_folder, "a.svg"));

    [Theory]
    [InlineData("../escape")]
    [InlineData("")]
    [InlineData("a b")]
    public void Write_name_that_is_no_plain_file_name_throws(string name)
    {
        var write = () => FigureFiles.Write(_folder, [Chart(name)]);

        write.Should().Throw<ArgumentException>().WithMessage($"chart name '{name}'*");
    }

    [Fact]
    public void Write_two_charts_of_one_name_throws_before_writing()
    {
        var write = () => FigureFiles.Write(_folder, [Chart("same"), Chart("same")]);

        write.Should().Throw<ArgumentException>().WithMessage("2 charts have the name 'same'*");
        Directory.GetFiles(_folder).Should().BeEmpty();
    }
}
