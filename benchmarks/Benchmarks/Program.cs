using System.Globalization;
using Benchmarks;
using TorchSharp;

var options = Options.Parse(args);
if (options is null)
{
    Console.WriteLine(Options.Help);
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{"workload",-24}{"threads",8}{"ours",12}{"PyTorch",12}{"time",8}{"cpu",8}{"speed",8}  target");
foreach (var row in Catalogue.Rows.Where(row => options.Selects(row.Name)))
{
    torch.set_num_threads(row.Threads);
    using var ours = row.Make(torch.device(options.Device));
    var times = Measurement.Calibrate(ours);
    using var theirs = options.Python is null ? null : new PyTorch(options.Python, options.Script, row, options.Device);
    List<Sample> here = [], there = [];
    for (var repeat = 0; repeat < options.Repeats; repeat++)
    {
        here.Add(Measurement.Take(ours, times, options.Seconds));
        if (theirs is not null) there.Add(theirs.Take(options.Seconds));
    }
    Console.WriteLine(Table.Line(row, Measurement.Median(here), theirs is null ? null : Measurement.Median(there)));
}
return 0;
