using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>What an adapter's model looked like: a digest of the sites' names and sizes, and if wanted one of their weights.</summary>
internal static class BaseFingerprint
{
    /// <summary>SHA-256 of the lines <c>NAME: OUTPUTS x INPUTS</c>.</summary>
    internal static string OfShapes(IReadOnlyList<Site> sites) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(sites.Select(site => string.Create(CultureInfo.InvariantCulture, $"{site.Name}: {site.Outputs} x {site.Inputs}\n"))))));

    /// <summary>SHA-256 of the weights' bytes, site by site. Waits for the device.</summary>
    internal static string OfWeights(IReadOnlyList<Site> sites)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var site in sites)
            hash.AppendData(site.Weights().Weight.detach().cpu().contiguous().bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
