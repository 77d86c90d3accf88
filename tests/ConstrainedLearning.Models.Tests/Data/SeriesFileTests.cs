using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class SeriesFileTests : IDisposable
{
    private const string Good = "date,a,b\n2016-07-01 00:00:00,1,2.5\n2016-07-01 01:00:00,-3e-1,4\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_plain_csv_gives_columns_times_values_and_hash_of_contents()
    {
        var series = SeriesFile.Read(_folder.Write("x.csv", Good));

        series.Name.Should().Be("x.csv");
        series.Columns.Should().Equal("a", "b");
        series.Times.Should().Equal(new DateTime(2016, 7, 1), new DateTime(2016, 7, 1, 1, 0, 0));
        series.Values.Should().BeEquivalentTo(new[,] { { 1, 2.5 }, { -0.3, 4 } });
        series.Step.Should().Be(TimeSpan.FromHours(1));
        // printf of the same text into sha256sum
        series.Sha256.Should().Be("21e40b5e1eaf91d4811245efa8c9d797cb3653c1b58d398eb53d8aa3943996f4");
    }

    [Fact]
    public void Read_gzip_and_crlf_and_no_last_line_end_give_the_same_values()
    {
        var expected = SeriesFile.Read(_folder.Write("x.csv", Good)).Values;

        SeriesFile.Read(_folder.Write("x.csv.gz", TemporaryFolder.Gzip(Good))).Values.Should().BeEquivalentTo(expected);
        SeriesFile.Read(_folder.Write("gzip-inside.csv", TemporaryFolder.Gzip(Good))).Values.Should().BeEquivalentTo(expected);
        SeriesFile.Read(_folder.Write("crlf.csv", Good.Replace("\n", "\r\n").TrimEnd())).Values.Should().BeEquivalentTo(expected);
        SeriesFile.Read(_folder.Write("blank.csv", Good + "\n\n")).Values.Should().BeEquivalentTo(expected);
        SeriesFile.Read(_folder.Write("bom.csv", '\ufeff' + Good)).Values.Should().BeEquivalentTo(expected);
    }

    [Theory]
    [InlineData("2016-07-01 13:00:00", 2016, 7, 1, 13)]
    [InlineData("1990/1/1 0:00", 1990, 1, 1, 0)]
    [InlineData("2010/01/02 03:00:00", 2010, 1, 2, 3)]
    [InlineData("2010-01-01T01:00:00", 2010, 1, 1, 1)]
    [InlineData("2013-01-01T06:00:00Z", 2013, 1, 1, 6)]
    [InlineData("2012-01-05", 2012, 1, 5, 0)]
    [InlineData("19580329", 1958, 3, 29, 0)]
    public void Read_dates_of_the_usual_forms(string text, int year, int month, int day, int hour)
    {
        var series = SeriesFile.Read(_folder.Write("x.csv", $"v,Date\n1,{text}\n2,{text}\n"));

        series.Columns.Should().Equal("v");
        series.Times[0].Should().Be(new DateTime(year, month, day, hour, 0, 0));
    }

    [Fact]
    public void Read_chosen_columns_keeps_their_order_and_ignores_the_rest()
    {
        var path = _folder.Write("x.csv", "date,a,text,b\n2012-01-01,1,rain,2\n2012-01-02,3,sun,4\n");

        var series = SeriesFile.Read(path, new SeriesFileOptions { Columns = ["b", "a"] });

        series.Values.Should().BeEquivalentTo(new double[,] { { 2, 1 }, { 4, 3 } });
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\r\n \n", "the file is empty")]
    [InlineData("date,a\n", "found 0 data row(s), expected at least 2")]
    [InlineData("date,a\n2016-07-01,1\n", "found 1 data row(s), expected at least 2")]
    [InlineData("time,a\n2016-07-01,1\n", "line 1 has no column \"date\", found \"time,a\"")]
    [InlineData("date\n2016-07-01\n2016-07-02\n", "line 1 has only the date column")]
    [InlineData("date,a,a\n2016-07-01,1,2\n", "line 1 has the column \"a\" 2 times")]
    [InlineData("date,a,b\n2016-07-01,1,2\n2016-07-02,x7,2\n", "line 3, column \"a\": found \"x7\", expected a finite number")]
    [InlineData("date,a,b\n2016-07-01,1,2\n2016-07-02,1,\n", "line 3, column \"b\": found an empty cell, expected a finite number")]
    [InlineData("date,a,b\n2016-07-01,NaN,2\n", "line 2, column \"a\": found \"NaN\", expected a finite number")]
    [InlineData("date,a,b\n2016-07-01,1,-Infinity\n", "line 2, column \"b\": found \"-Infinity\"")]
    [InlineData("date,a,b\n2016-07-01,1,1e300\n", "line 2, column \"b\": found \"1e300\"")]
    [InlineData("date,a,b\n2016-07-01,1\n", "line 2 has 2 cell(s), expected 3 as in the header")]
    [InlineData("date,a,b\n2016-07-01,1,2\n2016-07-02,1,2,3\n", "line 3 has 4 cell(s), expected 3 as in the header")]
    [InlineData("date,a\n01.07.2016,1\n", "line 2, column \"date\": found \"01.07.2016\", expected a date like")]
    [InlineData("date,a\n2016-02-30,1\n", "line 2, column \"date\": found \"2016-02-30\", expected a date like")]
    [InlineData("date,a\n,1\n", "line 2, column \"date\": found an empty cell, expected a date like")]
    [InlineData("date,a\n2016-07-02,1\n2016-07-01,1\n", "line 3, column \"date\": found \"2016-07-01\", earlier than the line before")]
    [InlineData("\u0089PNG\u001a\0\0,x\n1,2\n", "line 1 has no column \"date\", found \"?PNG???,x\"")]
    [InlineData("date,a\n2016-07-01,1\n2016-07-02,\"1\n", "a quotation mark is not closed")]
    public void Read_hostile_table_says_file_place_found_and_expected(string text, string sentence)
    {
        var path = _folder.Write("bad.csv", text);

        var read = () => SeriesFile.Read(path);

        read.Should().Throw<DataException>().WithMessage($"{path}: *{sentence}*").Which.Message.Should().EndWith(".");
    }

    [Fact]
    public void Read_unknown_chosen_column_says_what_there_is()
    {
        var path = _folder.Write("x.csv", Good);

        var read = () => SeriesFile.Read(path, new SeriesFileOptions { Columns = ["c"] });

        read.Should().Throw<DataException>().WithMessage("*no column of numbers \"c\", found \"date,a,b\".");
    }

    [Fact]
    public void Read_missing_file_says_so()
    {
        var read = () => SeriesFile.Read(Path.Combine(_folder.Path, "none.csv"));

        read.Should().Throw<DataException>().WithMessage("*none.csv: there is no such file*");
    }

    [Fact]
    public void Read_directory_says_it_cannot_be_read()
    {
        var read = () => SeriesFile.Read(_folder.Path);

        read.Should().Throw<DataException>().WithMessage("*cannot be read*");
    }

    [Fact]
    public void Read_plain_text_named_gz_says_it_is_no_gzip()
    {
        var read = () => SeriesFile.Read(_folder.Write("x.csv.gz", Good));

        read.Should().Throw<DataException>().WithMessage("*the name ends in .gz but*");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(-9)]
    [InlineData(-4)]
    [InlineData(-1)]
    public void Read_truncated_gzip_is_refused_wherever_it_was_cut(int length)
    {
        var whole = TemporaryFolder.Gzip(Good);
        var path = _folder.Write("x.csv.gz", whole[..(length > 0 ? length : whole.Length + length)]);

        var read = () => SeriesFile.Read(path);

        read.Should().Throw<DataException>().WithMessage("*the gzip is cut short or damaged*");
    }

    [Fact]
    public void Read_gzip_with_a_flipped_byte_is_refused()
    {
        var bytes = TemporaryFolder.Gzip(Good);
        bytes[^6] ^= 1; // in the stored checksum

        var read = () => SeriesFile.Read(_folder.Write("x.csv.gz", bytes));

        read.Should().Throw<DataException>().WithMessage("*the gzip is cut short or damaged*");
    }
}
