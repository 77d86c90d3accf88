using System.Net;

namespace Forecasting.Results;

/// <summary>A page over several runs.</summary>
internal static class HtmlPage
{
    /// <summary>A whole page that needs no other file.</summary>
    /// <param name="title">The heading, as text.</param>
    /// <param name="body">What follows it, as HTML.</param>
    internal static string Of(string title, string body) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        body {"{"} font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 84rem; margin: 2rem auto; padding: 0 1rem {"}"}
        p, ul {"{"} max-width: 60rem {"}"}
        table {"{"} border-collapse: collapse; margin: 1rem 0 {"}"}
        caption {"{"} text-align: left; font-weight: 600 {"}"}
        th, td {"{"} padding: .25rem .8rem; border-bottom: 1px solid #ddd; text-align: right {"}"}
        th:first-child, td:first-child {"{"} text-align: left {"}"}
        svg {"{"} max-width: 100%; height: auto {"}"}
        </style>
        </head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        {body}
        </body>
        </html>

        """;
}
