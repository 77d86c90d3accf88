using System.Text.Json.Nodes;
using ConstrainedLearning;
using ExperimentKit.Progress;
using ExperimentKit.Runs;

namespace Forecasting.Tests;

public sealed class RunFileTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void MetricsLog_opened_again_leaves_out_what_will_be_done_again()
    {
        var folder = RunFolder.Of(_place.Folder);
        using (var log = new MetricsLog(folder, 0))
            foreach (var step in new[] { 10, 20, 30 }) log.Write(Line(step, 1));
        File.AppendAllText(folder.Metrics, """{"event":"step","st"""); // a crash in the middle of a line

        using (var log = new MetricsLog(folder, 20)) log.Write(Line(30, 2));

        File.ReadLines(folder.Metrics).Select(line => JsonNode.Parse(line)!).Select(line => (line["step"]!.GetValue<long>(), line["loss"]!.GetValue<double>()))
            .Should().Equal((10, 1), (20, 1), (30, 2));
    }

    [Fact]
    public void MetricsLog_number_that_is_not_finite_is_null()
    {
        var folder = RunFolder.Of(_place.Folder);
        using (var log = new MetricsLog(folder, 0)) log.Write(Line(1, double.NaN));

        File.ReadAllText(folder.Metrics).Should().Contain("\"loss\":null");
    }

    [Fact]
    public void RunFolder_new_in_a_file_or_a_full_folder_is_refused()
    {
        FluentActions.Invoking(() => RunFolder.New(_place.Data)).Should().Throw<ExperimentKit.CommandLine.UsageException>().WithMessage("*is a file*");
        FluentActions.Invoking(() => RunFolder.New(_place.Folder)).Should().Throw<ExperimentKit.CommandLine.UsageException>().WithMessage("*not empty*");
        RunFolder.New(_place.At("absent")).Path.Should().Be(_place.At("absent"));
    }

    [Fact]
    public void Progress_line_names_loss_excess_prices_speed_and_time_left()
    {
        var progress = new TrainingProgress(2, 10, 50, 100, 150, 0.41234, ("step loss[7]", 0.0134), 0.84, 0.111, 10);

        ProgressDisplay.Line(progress).Should().Be("epoch 2/10 step 50/100 | loss 0.4123 | largest excess +0.013 (step loss[7]) | multiplier max 0.84 mean 0.111 | 10 it/s | ETA 1:25");
    }

    [Fact]
    public void Progress_line_without_requirements_leaves_prices_out() =>
        ProgressDisplay.Line(new TrainingProgress(1, 1, 1, 2, 1, 0.5, null, 0, 0, 2)).Should().Be("epoch 1/1 step 1/2 | loss 0.5 | 2 it/s | ETA 0:00");

    [Fact]
    public void EventFile_is_records_with_checksums_that_hold_tags_and_values()
    {
        using (var events = new EventFile(_place.Folder, TimeProvider.System))
        {
            events.Write(300, [("loss/train", 0.25), ("dual/step loss[7]", 1.5), ("lost", double.NaN)]);
            events.Write(301, [("lost", double.NaN)]);
        }

        var bytes = File.ReadAllBytes(Directory.GetFiles(_place.Folder, "events.out.tfevents.*").Single());
        var records = Records(bytes);
        records.Should().HaveCount(2, "a step without a finite scalar writes nothing");
        System.Text.Encoding.UTF8.GetString(records[0]).Should().EndWith("brain.Event:2");
        records[1][9..12].Should().Equal([0x10, 0xAC, 0x02], "300 as a varint");
        var text = System.Text.Encoding.Latin1.GetString(records[1]);
        text.Should().Contain("\n\nloss/train\u0015" + System.Text.Encoding.Latin1.GetString(BitConverter.GetBytes(0.25f))).And.Contain("dual/step loss[7]").And.NotContain("lost");
    }

    [Fact]
    public void Checksum_of_the_test_is_the_published_one() => Crc32C("123456789"u8).Should().Be(0xE3069283);

    /// <summary>The messages of an event file, whose lengths and checksums must be right.</summary>
    private static List<byte[]> Records(byte[] file)
    {
        List<byte[]> records = [];
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BitConverter.ToUInt64(file, at);
            BitConverter.ToUInt32(file, at + 8).Should().Be(Mask(file.AsSpan(at, 8)));
            records.Add(file[(at + 12)..(at + 12 + length)]);
            BitConverter.ToUInt32(file, at + 12 + length).Should().Be(Mask(records[^1]));
            at += length + 16;
        }
        return records;
    }

    private static uint Mask(ReadOnlySpan<byte> bytes) => unchecked(((Crc32C(bytes) >> 15) | (Crc32C(bytes) << 17)) + 0xa282ead8);

    /// <summary>CRC-32C bit by bit, with the reversed Castagnoli polynomial.</summary>
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var item in bytes)
        {
            crc ^= item;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }

    private static MetricsLine Line(long step, double loss) => new() { Event = "step", Step = step, Epoch = 1, Loss = loss, LearningRate = 0.1 };
}
