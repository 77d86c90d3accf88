namespace Cifar.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("augment", "--model", "resnet2", "resnet20")]
    [InlineData("augment", "--method", "constraint", "constrained")]
    [InlineData("augment", "--space", "broad", "wide")]
    [InlineData("augment", "--data", "cifar", "cifar10")]
    [InlineData("augment", "--epsilon", "0", "above 0")]
    [InlineData("augment", "--epsilon", "NaN", "above 0")]
    [InlineData("augment", "--proposals", "1", "at least 2")]
    [InlineData("augment", "--level", "31", "0 to 30")]
    [InlineData("augment", "--level", "2.5", "0 to 30")]
    [InlineData("augment", "--per-class", "0", "at least 1")]
    [InlineData("augment", "--symmetry", "rotated90", "--symmetry")]
    [InlineData("symmetries", "--symmetry", "rotated", "rotated180")]
    [InlineData("symmetries", "--resilient", "-1", "above 0")]
    [InlineData("symmetries", "--method", "worst", "constrained")]
    [InlineData("augment", "--hold-out", "1", "between 0 and 1")]
    [InlineData("augment", "--temperature", "0", "above 0")]
    [InlineData("augment", "--statistics", "none", "clean")]
    [InlineData("augment", "--cutout", "-1", "at least 0")]
    public void Impossible_flag_is_explained_and_nothing_is_written(string command, string flag, string value, string explained)
    {
        Workplace.Run(command, flag, value, "--out", _place.At("run")).ShouldFail(2, explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Model_that_does_not_take_the_images_is_explained()
    {
        _place.Small("augment", "--model", "lenet", "--out", _place.At("run")).ShouldFail(2, "lenet", "digits", "28");

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Theory]
    [InlineData("--per-class", "1000", "fewer than the 1000")]
    [InlineData("--batch", "201", "fewer than one batch of 201")]
    public void Too_few_images_are_refused(string flag, string value, string explained)
    {
        _place.Small("augment", flag, value, "--out", _place.At("run")).ShouldFail(1, explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Damaged_data_is_named_and_nothing_is_written()
    {
        Directory.CreateDirectory(_place.At("mnist"));
        foreach (var part in new[] { "train", "t10k" })
        {
            File.WriteAllText(_place.At($"mnist/{part}-images-idx3-ubyte"), "no images");
            File.WriteAllText(_place.At($"mnist/{part}-labels-idx1-ubyte"), "no labels");
        }

        _place.Small("augment", "--data", "mnist", "--data-dir", _place.Folder, "--out", _place.At("run")).ShouldFail(1, _place.At("mnist/train-images-idx3-ubyte"));

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Loss_that_blows_up_ends_with_a_sentence()
    {
        _place.Small("augment", "--lr", "1e38", "--out", _place.At("run")).ShouldFail(1, "not finite");

        _place.Json("run/manifest.json")["status"]!.GetValue<string>().Should().Be("non-finite");
    }

    [Fact]
    public void Folder_that_holds_something_is_not_touched()
    {
        Directory.CreateDirectory(_place.At("run"));
        File.WriteAllText(_place.At("run/thesis.txt"), "years of work");
        var before = _place.Files("run");

        _place.Small("symmetries", "--out", _place.At("run")).ShouldFail(2, "not empty", "--resume");

        _place.Files("run").Should().Equal(before);
    }

    [Fact]
    public void Printed_configuration_is_read_back()
    {
        File.WriteAllText(_place.At("my.json"), Workplace.Run("symmetries", "--print-config", "--epsilon", "0.8", "--symmetry", "scaled", "--lr", "0.002").ShouldSucceed().Output);

        Workplace.Run("symmetries", "--print-config", "--config", _place.At("my.json")).ShouldSucceed().Output.Should().Be(File.ReadAllText(_place.At("my.json")));
        File.WriteAllText(_place.At("bad.json"), """{ "epsilonn": 1 }""");
        Workplace.Run("symmetries", "--config", _place.At("bad.json")).ShouldFail(2, "bad.json", "epsilonn", "epsilon");
    }
}
