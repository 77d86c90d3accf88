using System.Globalization;
using Benchmarks;
using TorchSharp;

var options = Options.Parse(args);
if (options is null)
{
    Console.WriteLine(Options.Help);
    return 2;
}

if (options.Python is { } python && !PyTorch.IsIn(python))
{
    Console.Error.WriteLine($"{python} cannot import torch: name a Python that can with --python (Debian: /usr/bin/python3 after 'apt-get install python3-torch'), or leave PyTorch out with --python none");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var device = torch.device(options.Device);
Console.WriteLine(Table.Head);
foreach (var row in Catalogue.Rows.Where(row => options.Selects(row.Name)))
{
    torch.set_num_threads(row.Threads);
    using var ours = new Ours(row.Make(device));
    using IContender? other = row.Beside is { } beside ? new Ours(beside(device)) : options.Python is null ? null : new PyTorch(options.Python, options.Script, row, options.Device);
    List<Sample> here = [], there = [];
    for (var repeat = 0; repeat < options.Repeats; repeat++)
    {
        here.Add(ours.Take(options.Seconds));
        if (other is not null) there.Add(other.Take(options.Seconds));
    }
    Console.WriteLine(Table.Line(row, here, there));
}
return 0;
