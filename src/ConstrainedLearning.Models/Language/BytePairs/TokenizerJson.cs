using System.Text.Json;
using System.Text.RegularExpressions;
using ConstrainedLearning.Models.Files;

namespace ConstrainedLearning.Models.Language.BytePairs;

/// <summary>Reads a <c>tokenizer.json</c>. It is a program of parts, each with a type; what is not known here is refused by its name, for it would give other tokens.</summary>
internal static class TokenizerJson
{
    public static BytePairParts Read(string path)
    {
        using var file = JsonFile.Open(path);
        var model = file.Object(file.Root, "model");
        if (file.Text(model, "type", "BPE") is not "BPE" and var type) throw file.Problem($"its model is of type '{Shown.Text(type)}', expected BPE");
        if (JsonFile.Has(model, "dropout", out var dropout) && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0)) throw Unknown(file, "dropout of merges");
        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
            if (file.Text(model, affix, "").Length > 0) throw Unknown(file, affix);
        var vocabulary = BytePairFiles.Vocabulary(file, file.Object(model, "vocab"));
        var merges = BytePairFiles.Merges(path, vocabulary, file.Items(model, "merges").Select((merge, rank) => Pair(file, merge, rank)));
        return new(vocabulary, merges, Added(file, vocabulary), Form(file, model, vocabulary), file.Flag(model, "ignore_merges", false));
    }

    /// <summary>"left right", or ["left", "right"] as newer files have it.</summary>
    private static (string Place, string Left, string Right) Pair(JsonFile file, JsonElement merge, int rank)
    {
        var place = $"merge {rank}";
        string[] parts = merge.ValueKind == JsonValueKind.Array ? [.. merge.EnumerateArray().Select(part => file.AsText(part, place))] : file.AsText(merge, place).Split(' ');
        return parts is [{ Length: > 0 } left, { Length: > 0 } right] ? (place, left, right) : throw file.Problem($"{place} is {Shown.Text(merge.GetRawText())}, expected two texts");
    }

    private static Dictionary<string, int> Added(JsonFile file, Dictionary<string, int> vocabulary)
    {
        var (added, texts) = (new Dictionary<string, int>(StringComparer.Ordinal), vocabulary.ToDictionary(pair => pair.Value, pair => pair.Key));
        foreach (var item in file.Items(file.Root, "added_tokens"))
        {
            var content = file.Text(item, "content");
            if (!JsonFile.Has(item, "id", out var id)) throw file.Problem($"the added token '{Shown.Text(content)}' has no id");
            var token = BytePairFiles.Token(file, id, $"the id of the added token '{Shown.Text(content)}'");
            if (content.Length == 0) throw file.Problem($"the added token {token} has no text");
            foreach (var option in new[] { "single_word", "lstrip", "rstrip" })
                if (file.Flag(item, option, false)) throw Unknown(file, $"{option} of the added token '{Shown.Text(content)}'");
            if (texts.TryGetValue(token, out var other) && other != content || vocabulary.TryGetValue(content, out var own) && own != token || !added.TryAdd(content, token))
                throw file.Problem($"the added token '{Shown.Text(content)}' with id {token} is there already with another id or text");
            texts[token] = content;
        }
        return added;
    }

    private static ITextForm Form(JsonFile file, JsonElement model, Dictionary<string, int> vocabulary)
    {
        var splitters = Parts(file, "pre_tokenizer", "pretokenizers").SelectMany(part => Splitters(file, part)).ToList();
        var normalizers = Parts(file, "normalizer", "normalizers").ToList();
        if (Parts(file, "pre_tokenizer", "pretokenizers").Any())
        {
            if (!Parts(file, "pre_tokenizer", "pretokenizers").Any(part => file.Text(part, "type") == "ByteLevel")) throw Unknown(file, "a pre_tokenizer without ByteLevel");
            if (normalizers.Count > 0) throw Unknown(file, $"the normalizer {Shown.Text(file.Text(normalizers[0], "type"))} before ByteLevel");
            return BytePairFiles.Form(file.Path, () => new ByteLevelForm(splitters, vocabulary));
        }
        if (!file.Flag(model, "byte_fallback", false)) throw Unknown(file, "a model with neither a pre_tokenizer ByteLevel nor byte_fallback");
        var types = string.Join(", ", normalizers.Select(part => file.Text(part, "type")));
        if (types is not ("Replace" or "Prepend, Replace")) throw Unknown(file, $"the normalizer [{Shown.Text(types)}]; known are [Replace] and [Prepend, Replace]");
        var mark = $"{MarkedSpaceForm.Mark}";
        if (file.Text(normalizers[^1], "content") != mark || file.Text(file.Object(normalizers[^1], "pattern"), "String") != " ") throw Unknown(file, $"a Replace of something else than a space by '{mark}'");
        if (normalizers.Count == 2 && file.Text(normalizers[0], "prepend") != mark) throw Unknown(file, $"a Prepend of something else than '{mark}'");
        return BytePairFiles.Form(file.Path, () => new MarkedSpaceForm(vocabulary, normalizers.Count == 2));
    }

    private static IEnumerable<WordSplitter> Splitters(JsonFile file, JsonElement part)
    {
        switch (file.Text(part, "type"))
        {
            case "ByteLevel":
                if (file.Flag(part, "add_prefix_space", true)) throw Unknown(file, "add_prefix_space of ByteLevel");
                return file.Flag(part, "use_regex", true) ? [new WordSplitter(WordSplitter.Gpt2Pattern)] : [];
            case "Split":
                if (file.Text(part, "behavior") != "Isolated" || file.Flag(part, "invert", false)) throw Unknown(file, "a Split that is not Isolated, or inverted");
                var pattern = file.Object(part, "pattern");
                return [Splitter(file, JsonFile.Has(pattern, "String", out _) ? Regex.Escape(file.Text(pattern, "String")) : file.Text(pattern, "Regex"))];
            case var type:
                throw Unknown(file, $"the pre_tokenizer {Shown.Text(type)}");
        }
    }

    private static WordSplitter Splitter(JsonFile file, string pattern)
    {
        try
        {
            return new WordSplitter(pattern);
        }
        catch (ArgumentException e)
        {
            throw new PretrainedFileException(file.Path, $"the pattern '{Shown.Text(pattern)}' is not understood ({e.Message})", e);
        }
    }

    /// <summary>A part alone, or those of a Sequence.</summary>
    private static IEnumerable<JsonElement> Parts(JsonFile file, string key, string list)
    {
        if (!JsonFile.Has(file.Root, key, out _)) return [];
        var part = file.Object(file.Root, key);
        return file.Text(part, "type") == "Sequence" ? file.Items(part, list) : [part];
    }

    private static PretrainedFileException Unknown(JsonFile file, string what) => file.Problem($"it asks for {what}, which this reader does not have");
}
