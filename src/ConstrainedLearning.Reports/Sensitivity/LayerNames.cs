namespace ConstrainedLearning.Reports.Sensitivity;

/// <summary>Layers' names as a picture has room for them: where one is long, without what all of them begin with, and those still long without their middle.</summary>
internal static class LayerNames
{
    private const int Longest = 30;

    internal static IReadOnlyList<string> Short(IReadOnlyList<string> layers)
    {
        var shared = layers.Count > 1 && layers.Any(layer => layer.Length > Longest) ? Shared(layers) : 0;
        string[] names = [.. layers.Select(layer => Elided(layer[shared..]))];
        var twice = names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        return [.. names.Select((name, place) => twice.Contains(name) ? $"{Numbers.Count(place + 1)}: {name}" : name)];
    }

    /// <summary>The length of the dotted beginning that is the same in all, such as "module.encoder."; every name keeps its last part.</summary>
    private static int Shared(IReadOnlyList<string> layers)
    {
        var length = 0;
        for (var dot = layers[0].IndexOf('.'); dot >= 0; dot = layers[0].IndexOf('.', dot + 1))
        {
            if (!layers.All(layer => layer.Length > dot + 1 && layer.StartsWith(layers[0][..(dot + 1)], StringComparison.Ordinal))) break;
            length = dot + 1;
        }
        return length;
    }

    private static string Elided(string name)
    {
        const int Start = Longest / 3, End = Longest - Start - 1;
        return name.Length <= Longest ? name : $"{name[..Start]}…{name[^End..]}";
    }
}
