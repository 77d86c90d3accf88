using System.Text;
using System.Text.Json;
using ConstrainedLearning.Models.Files;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>Reads vocabularies and merges; they may be hostile.</summary>
internal static class BytePairFiles
{
    /// <summary>Beyond any published vocabulary: a model's table must have a row for every token.</summary>
    private const int LargestToken = (1 << 24) - 1;
    private const string End = "<|endoftext|>";
    private const string Version = "#version";

    /// <summary>As GPT-2 was published.</summary>
    public static BytePairParts Read(string vocabularyPath, string mergesPath)
    {
        using var file = JsonFile.Open(vocabularyPath);
        var vocabulary = Vocabulary(file, file.Root);
        var merges = Merges(mergesPath, vocabulary, Lines(mergesPath));
        return new(vocabulary, merges, vocabulary.Where(pair => pair.Key == End).ToDictionary(), Form(vocabularyPath, () => new ByteLevelForm([new WordSplitter(WordSplitter.Gpt2Pattern)], vocabulary)), false);
    }

    /// <summary>An object that gives every text its token.</summary>
    public static Dictionary<string, int> Vocabulary(JsonFile file, JsonElement map)
    {
        var (vocabulary, texts) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<int, string>());
        try
        {
            foreach (var entry in map.EnumerateObject())
            {
                var token = Token(file, entry.Value, $"the token of '{Shown.Text(entry.Name)}'");
                if (!texts.TryAdd(token, entry.Name)) throw file.Problem($"token {token} is that of '{Shown.Text(texts[token])}' and of '{Shown.Text(entry.Name)}', expected one text for each");
                vocabulary.Add(entry.Name, token);
            }
        }
        // An escape for half a character is well-formed JSON, and no text.
        catch (InvalidOperationException e)
        {
            throw new PretrainedFileException(file.Path, $"a text of the vocabulary is none ({e.Message})", e);
        }
        return vocabulary.Count > 0 ? vocabulary : throw file.Problem("the vocabulary is empty");
    }

    public static int Token(JsonFile file, JsonElement value, string what) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var token) && token is >= 0 and <= LargestToken ? token
        : throw file.Problem($"{what} is {JsonFile.Found(value)}, expected a whole number from 0 to {LargestToken}");

    /// <summary>The merges, in the order of their ranks: two texts each, and their joint one is in the vocabulary too.</summary>
    public static Dictionary<(int Left, int Right), (int Rank, int Result)> Merges(string path, Dictionary<string, int> vocabulary, IEnumerable<(string Place, string Left, string Right)> pairs)
    {
        var merges = new Dictionary<(int, int), (int, int)>();
        foreach (var (place, left, right) in pairs)
        {
            var pair = (Find(place, left), Find(place, right));
            if (!merges.TryAdd(pair, (merges.Count, Find(place, left + right)))) throw new PretrainedFileException(path, $"{place} merges '{Shown.Text(left)}' and '{Shown.Text(right)}', which was there before");
        }
        return merges;

        int Find(string place, string text) => vocabulary.TryGetValue(text, out var token) ? token
            : throw new PretrainedFileException(path, $"{place} needs the token '{Shown.Text(text)}', which the vocabulary of {Shown.Count(vocabulary.Count)} lacks: the two do not belong together, or one is damaged");
    }

    /// <summary>What lacks a byte is refused by the name of its file.</summary>
    public static ITextForm Form(string path, Func<ITextForm> make)
    {
        try
        {
            return make();
        }
        catch (KeyNotFoundException e)
        {
            throw new PretrainedFileException(path, e.Message, e);
        }
    }

    private static IEnumerable<(string, string, string)> Lines(string path)
    {
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(JsonFile.Bytes(path)).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0 || line.StartsWith(Version, StringComparison.Ordinal)) continue;
            if (line.Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right]) throw new PretrainedFileException(path, $"line {number} is '{Shown.Text(line)}', expected two texts with one space between");
            yield return ($"line {number}", left, right);
        }
    }
}
