using ConstrainedLearning.Reports.Sensitivity;

namespace ConstrainedLearning.Reports.Tests;

public sealed class LayerNamesTests
{
    [Fact]
    public void Short_names_stay() => LayerNames.Short(["blocks.0.conv0", "blocks.1.conv0"]).Should().Equal("blocks.0.conv0", "blocks.1.conv0");

    [Fact]
    public void What_all_begin_with_is_dropped_where_one_is_long() =>
        LayerNames.Short(["module.backbone.encoder.layers.0.weights", "module.backbone.encoder.layers.1", "module.backbone.encoder.layers.10"]).Should().Equal("0.weights", "1", "10");

    [Fact]
    public void Name_that_begins_another_keeps_its_last_part() =>
        LayerNames.Short(["a_rather_long_name_of_a_module", "a_rather_long_name_of_a_module.b"]).Should().Equal("a_rather_long_name_of_a_module", "a_rather_l…_name_of_a_module.b");

    [Fact]
    public void Long_names_lose_their_middle_and_stay_apart()
    {
        string[] layers = [.. Enumerable.Range(0, 3).Select(i => $"encoder{new string('x', 40)}{i}{new string('y', 40)}")];

        var names = LayerNames.Short(layers);

        names.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.Length <= 33).And.OnlyContain(name => name.Contains(": encoderxxx…yyy"));
    }

    [Fact]
    public void Layers_of_a_large_model_stay_apart()
    {
        var names = LayerNames.Short([.. SampleStudies.Long(60).Select(layer => layer.Layer)]);

        names.Should().OnlyHaveUniqueItems().And.OnlyContain(name => name.Length <= 34);
    }
}
