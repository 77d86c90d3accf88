using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConstrainedLearning.Models.Tests;

/// <summary>Numbers made by the scripts in golden/.</summary>
internal static class Golden
{
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name)))!;

    public static T Get<T>(this JsonNode node, string name) => node[name].Deserialize<T>() ?? throw new InvalidDataException($"golden file without \"{name}\"");

    public static double[,] Table(this JsonNode node, string name)
    {
        var rows = node.Get<double[][]>(name);
        var table = new double[rows.Length, rows[0].Length];
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < rows[0].Length; column++)
                table[row, column] = rows[row][column];
        return table;
    }
}
