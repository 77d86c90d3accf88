namespace ConstrainedLearning;

/// <summary>On which side of its bound a measured quantity has to lie.</summary>
public enum Sense
{
    /// <summary>g &lt;= eps; multiplier lambda &gt;= 0.</summary>
    AtMost,

    /// <summary>g &gt;= eps; multiplier lambda &gt;= 0.</summary>
    AtLeast,

    /// <summary>g = eps; a multiplier of either sign.</summary>
    Equal,
}
