using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Language.BytePairs;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Small vocabularies put together by hand.</summary>
internal static class BytePairSample
{
    private const string Llama3Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>A token for each byte, then one for each merge.</summary>
    public static JsonObject Vocabulary(params string[] merges)
    {
        var vocabulary = new JsonObject();
        foreach (var text in Enumerable.Range(0, 256).Select(value => $"{ByteAlphabet.Of((byte)value)}").Concat(merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal))))
            if (!vocabulary.ContainsKey(text)) vocabulary.Add(text, vocabulary.Count);
        return vocabulary;
    }

    /// <summary>The parts of Llama 3's file.</summary>
    public static JsonObject Llama3()
    {
        var vocabulary = Vocabulary("1 2");
        vocabulary.Add("cat", vocabulary.Count);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(Added(vocabulary.Count, "<|end|>"), Added(vocabulary.Count + 1, "<|end_of_text|>")),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Llama3Pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
            },
            ["model"] = new JsonObject { ["type"] = "BPE", ["dropout"] = null, ["unk_token"] = null, ["byte_fallback"] = false, ["ignore_merges"] = true, ["vocab"] = vocabulary, ["merges"] = new JsonArray("1 2") },
        };
    }

    /// <summary>The parts of Llama 2's file.</summary>
    public static JsonObject Llama2()
    {
        string[] texts = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "▁", "l", "o", "w", "lo", "low", "▁low"];
        var vocabulary = new JsonObject();
        foreach (var text in texts) vocabulary.Add(text, vocabulary.Count);
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(Added(0, "<unk>"), Added(1, "<s>"), Added(2, "</s>")),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["normalizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" },
                    new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "▁" }),
            },
            ["pre_tokenizer"] = null,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["unk_token"] = "<unk>", ["fuse_unk"] = true, ["byte_fallback"] = true, ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(new JsonArray("l", "o"), new JsonArray("lo", "w"), new JsonArray("▁", "low")),
            },
        };
    }

    public static JsonObject Added(int id, string content) => new()
    {
        ["id"] = id, ["content"] = content, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
    };
}
