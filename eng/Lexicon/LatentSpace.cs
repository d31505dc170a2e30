using System.Numerics.Tensors;

namespace AgentRegistry.Lexicon;

/// <summary>
/// Latent semantic analysis: the strongest directions of the matrix of terms and texts, by subspace iteration. Terms that stand in
/// like company point the same way, though they never stand together.
/// </summary>
internal static class LatentSpace
{
    private const int Dimensions = 128;
    private const int Passes = 8;

    /// <summary>A vector of length 1 for each term.</summary>
    public static float[][] Vectors(MeaningTexts texts)
    {
        // Any start does; a fixed one makes the same file each time.
        var random = new Random(7);
        var basis = Enumerable.Range(0, texts.Terms.Length)
            .Select(_ => Enumerable.Range(0, Dimensions).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray())
            .ToArray();
        var strengths = new float[Dimensions];
        for (var pass = 0; pass < Passes; pass++)
        {
            Orthonormalize(basis);
            basis = Multiplied(texts, basis);
            for (var k = 0; k < Dimensions; k++)
            {
                strengths[k] = MathF.Sqrt(MathF.Sqrt((float)basis.Sum(row => (double)row[k] * row[k])));
            }
        }

        Orthonormalize(basis);
        var roots = Array.ConvertAll(strengths, MathF.Sqrt);
        foreach (var row in basis)
        {
            TensorPrimitives.Multiply(row, roots, row);
            var length = TensorPrimitives.Norm<float>(row);
            TensorPrimitives.Divide(row, length > 0 ? length : 1, row);
        }

        return basis;
    }

    /// <summary>The matrix times its transpose times the basis, without ever making the product of the two.</summary>
    private static float[][] Multiplied(MeaningTexts texts, float[][] basis)
    {
        var result = Array.ConvertAll(basis, _ => new float[Dimensions]);
        var sum = new float[Dimensions];
        foreach (var (terms, weights) in texts.Texts)
        {
            Array.Clear(sum);
            for (var i = 0; i < terms.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(basis[terms[i]], weights[i], sum, sum);
            }

            for (var i = 0; i < terms.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(sum, weights[i], result[terms[i]], result[terms[i]]);
            }
        }

        return result;
    }

    /// <summary>By Cholesky's factor of the columns' products.</summary>
    private static void Orthonormalize(float[][] rows)
    {
        var factor = new double[Dimensions, Dimensions];
        foreach (var row in rows)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    factor[i, j] += (double)row[i] * row[j];
                }
            }
        }

        for (var i = 0; i < Dimensions; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                for (var k = 0; k < j; k++)
                {
                    factor[i, j] -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(Math.Max(factor[i, i], 1e-12)) : factor[i, j] / factor[j, j];
            }
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                double value = row[i];
                for (var k = 0; k < i; k++)
                {
                    value -= factor[i, k] * row[k];
                }

                row[i] = (float)(value / factor[i, i]);
            }
        }
    }
}
