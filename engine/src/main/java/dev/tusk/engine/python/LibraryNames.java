package dev.tusk.engine.python;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of libraries without running them: the public names that {@code from module import
 * *} binds (SymPy 1.14, Python 3.12), which qualified names are modules, and one canonical name for
 * things that a library offers in several places.
 */
final class LibraryNames {
  private static final Map<String, Set<String>> PUBLIC = new HashMap<>();

  /** Sub-packages of SymPy whose names, where SymPy exports them too, are the same things. */
  private static final Set<String> SYMPY_PACKAGES =
      words(
          """
          core solvers functions simplify ntheory polys matrices series concrete integrals sets
          geometry calculus logic assumptions discrete tensor
          """);

  /**
   * Names that some deep module of those packages uses for another thing than SymPy's export, found
   * by comparing every module of SymPy 1.14 by identity.
   */
  private static final Set<String> AMBIGUOUS =
      words(
          """
          And Catalan Complexes Domain EmptySequence EmptySet EulerGamma FractionField
          GoldenRatio Integers Matrix Naturals Naturals0 Not Or Order Point PolynomialRing
          Rationals Reals TribonacciConstant Union UniversalSet adjoint assumptions bottom_up
          calculus decompose euler evalf exp eye factorial field flatten functions gcd gcdex
          get_indices groebner hyper intersection invert jacobi lcm legendre linsolve log
          ntheory partition preorder_traversal primepi prod product re ring sign sqrt tensor
          transpose use utilities var zeros
          """);

  /** The defining places of ambiguous names. */
  private static final Set<String> DEFINING =
      words(
          """
          sympy.functions.elementary.exponential.exp sympy.functions.elementary.exponential.log
          sympy.functions.elementary.miscellaneous.sqrt sympy.matrices.dense.Matrix
          sympy.functions.combinatorial.factorials.factorial sympy.polys.polytools.gcd
          sympy.polys.polytools.lcm sympy.solvers.solveset.linsolve sympy.core.symbol.var
          sympy.sets.sets.Union sympy.geometry.point.Point sympy.logic.boolalg.And
          sympy.logic.boolalg.Or sympy.logic.boolalg.Not
          """);

  /** Attributes of a SymPy package that differ from SymPy's export of the same name. */
  private static final Set<String> NOT_IN_PACKAGES =
      words("euler assumptions utilities functions tensor calculus ntheory");

  private static final Set<String> MODULES =
      words(
          """
          math cmath statistics itertools fractions decimal datetime functools collections
          calendar time random operator string re sys os json copy heapq bisect typing abc numbers
          numpy numpy.linalg numpy.random scipy scipy.optimize scipy.special scipy.stats
          scipy.integrate scipy.constants scipy.linalg scipy.signal matplotlib matplotlib.pyplot
          pandas networkx mpmath dateutil dateutil.relativedelta dateutil.parser dateutil.rrule
          sympy sympy.abc sympy.algebras sympy.calculus sympy.combinatorics sympy.concrete
          sympy.core sympy.crypto sympy.discrete sympy.functions sympy.geometry sympy.integrals
          sympy.logic sympy.matrices sympy.ntheory sympy.parsing sympy.physics sympy.polys
          sympy.printing sympy.sets sympy.solvers sympy.stats sympy.tensor sympy.utilities
          sympy.vector sympy.physics.units
          """);

  /** Modules whose import succeeds wherever the sandbox's own libraries are there. */
  private static final Set<String> INSTALLED_ROOTS =
      words(
          """
          math cmath statistics itertools fractions decimal datetime functools collections
          calendar time random operator string re json copy heapq bisect typing abc numbers
          mpmath dateutil sympy numpy
          """);

  static {
    PUBLIC.put(
        "sympy",
        words(
            """
            Abs AccumBounds Add Adjoint AlgebraicField AlgebraicNumber And AppliedPredicate
            Array AssumptionsContext Atom AtomicExpr BasePolynomialError Basic BlockDiagMatrix
            BlockMatrix CC CRootOf Catalan Chi Ci Circle CoercionFailed Complement ComplexField
            ComplexRegion ComplexRootOf Complexes ComputationFailed ConditionSet Contains
            CosineTransform Curve DeferredVector DenseNDimArray Derivative Determinant
            DiagMatrix DiagonalMatrix DiagonalOf Dict DiracDelta DisjointUnion Domain
            DomainError DotProduct Dummy E E1 EPath EX EXRAW Ei Eijk Ellipse EmptySequence
            EmptySet Eq Equality Equivalent EulerGamma EvaluationFailed ExactQuotientFailed Expr
            ExpressionDomain ExtraneousFactors FF FF_gmpy FF_python FU FallingFactorial
            FiniteField FiniteSet FlagError Float FourierTransform FractionField Function
            FunctionClass FunctionMatrix GF GMPYFiniteField GMPYIntegerRing GMPYRationalField Ge
            GeneratorsError GeneratorsNeeded GeometryError GoldenRatio GramSchmidt GreaterThan
            GroebnerBasis Gt HadamardPower HadamardProduct HankelTransform Heaviside
            HeuristicGCDFailed HomomorphismFailed I ITE Id Identity Idx ImageSet
            ImmutableDenseMatrix ImmutableDenseNDimArray ImmutableMatrix ImmutableSparseMatrix
            ImmutableSparseNDimArray Implies Indexed IndexedBase Integer IntegerRing Integers
            Integral Intersection Interval Inverse InverseCosineTransform
            InverseFourierTransform InverseHankelTransform InverseLaplaceTransform
            InverseMellinTransform InverseSineTransform IsomorphismFailed KroneckerDelta
            KroneckerProduct LC LM LT Lambda LambertW LaplaceTransform Le LessThan LeviCivita Li
            Limit Line Line2D Line3D Lt MatAdd MatMul MatPow Matrix MatrixBase MatrixExpr
            MatrixPermute MatrixSlice MatrixSymbol Max MellinTransform Min Mod Monomial Mul
            MultivariatePolynomialError MutableDenseMatrix MutableDenseNDimArray MutableMatrix
            MutableSparseMatrix MutableSparseNDimArray N NDimArray Nand Naturals Naturals0 Ne
            NonSquareMatrixError Nor Not NotAlgebraic NotInvertible NotReversible Number
            NumberSymbol O OmegaPower OneMatrix OperationNotSupported OptionError Options Or
            Order Ordinal POSform Parabola Permanent PermutationMatrix Piecewise Plane Point
            Point2D Point3D PoleError PolificationFailed Poly Polygon PolynomialDivisionFailed
            PolynomialError PolynomialRing Pow PowerSet PrecisionExhausted Predicate Product
            ProductSet PurePoly PythonFiniteField PythonIntegerRing PythonRational Q QQ QQ_I
            QQ_gmpy QQ_python Quaternion RR Range Rational RationalField Rationals Ray Ray2D
            Ray3D RealField RealNumber Reals RefinementFailed RegularPolygon Rel Rem
            RisingFactorial RootOf RootSum S SOPform Segment Segment2D Segment3D SeqAdd
            SeqFormula SeqMul SeqPer Set ShapeError Shi Si Sieve SineTransform
            SingularityFunction SparseMatrix SparseNDimArray StrPrinter StrictGreaterThan
            StrictLessThan Subs Sum Symbol SymmetricDifference SympifyError TableForm Trace
            Transpose Triangle TribonacciConstant Tuple Unequality UnevaluatedExpr
            UnificationFailed Union UnivariatePolynomialError UniversalSet Wild WildFunction Xor
            Ynm Ynm_c ZZ ZZ_I ZZ_gmpy ZZ_python ZeroMatrix Znm __version__ abundance acos acosh
            acot acoth acsc acsch adjoint airyai airyaiprime airybi airybiprime algebras
            all_roots andre apart apart_list appellf1 apply_finite_diff approximants are_similar
            arg arity asec asech asin asinh ask assemble_partfrac_list assoc_laguerre
            assoc_legendre assuming assumptions atan atan2 atanh banded bell bernoulli besseli
            besselj besselk besselsimp bessely beta betainc betainc_regularized binomial
            binomial_coefficients binomial_coefficients_list block_collapse blockcut bool_map
            bottom_up bspline_basis bspline_basis_set cacheit calculus cancel capture carmichael
            cartes casoratian catalan cbrt ccode ceiling centroid chebyshevt chebyshevt_poly
            chebyshevt_root chebyshevu chebyshevu_poly chebyshevu_root check_assumptions
            checkodesol checkpdesol checksol classify_ode classify_pde closest_points cofactors
            collect collect_const combsimp comp compose composite compositepi concrete conjugate
            construct_domain content continued_fraction continued_fraction_convergents
            continued_fraction_iterator continued_fraction_periodic continued_fraction_reduce
            convex_hull convolution cos cosh cosine_transform cot coth count_ops count_roots
            covering_product csc csch cse cxxcode cycle_length cyclotomic_poly decompogen
            decompose default_sort_key deg degree degree_list denom derive_by_array det
            det_quick diag diagonalize_vector dict_merge diff difference_delta
            differentiate_finite digamma diophantine dirichlet_eta discrete discrete_log
            discriminant div divisor_count divisor_sigma divisors doctest dotprint dsolve
            egyptian_fraction elliptic_e elliptic_f elliptic_k elliptic_pi epath erf erf2
            erf2inv erfc erfcinv erfi erfinv euler euler_equations evalf evaluate exp exp_polar
            expand expand_complex expand_func expand_log expand_mul expand_multinomial
            expand_power_base expand_power_exp expand_trig expint exptrigsimp exquo external eye
            factor factor_cache factor_list factor_nc factor_system factor_terms factorial
            factorial2 factorint factorrat failing_assumptions false farthest_points fcode ff
            fft fibonacci field field_isomorphism filldedent finite_diff_weights flatten floor
            fourier_series fourier_transform fps frac fraction fresnelc fresnels fu functions
            fwht galois_group gamma gammasimp gcd gcd_list gcd_terms gcdex gegenbauer genocchi
            geometry get_contraction_structure get_indices gff gff_list glsl_code grevlex grlex
            groebner ground_roots group gruntz hadamard_product half_gcdex hankel1 hankel2
            hankel_transform harmonic has_dups has_variety hermite hermite_poly hermite_prob
            hermite_prob_poly hessian hn1 hn2 homogeneous_order horner hyper hyperexpand
            hypersimilar hypersimp idiff ifft ifwht igcd igrevlex igrlex ilcm ilex im imageset
            init_printing init_session integer_log integer_nthroot integrate interactive
            interactive_traversal interpolate interpolating_poly interpolating_spline
            intersecting_product intersection intervals intt inv_quick inverse_cosine_transform
            inverse_fourier_transform inverse_hankel_transform inverse_laplace_transform
            inverse_mellin_transform inverse_mobius_transform inverse_sine_transform invert
            is_abundant is_amicable is_carmichael is_convex is_decreasing is_deficient
            is_increasing is_mersenne_prime is_monotonic is_nthpow_residue is_perfect
            is_primitive_root is_quad_residue is_strictly_decreasing is_strictly_increasing
            is_zero_dimensional isolate isprime itermonomials jacobi jacobi_normalized
            jacobi_poly jacobi_symbol jn jn_zeros jordan_cell jscode julia_code
            kronecker_product kronecker_symbol kroneckersimp laguerre laguerre_poly lambdify
            laplace_correspondence laplace_initial_conds laplace_transform latex lcm lcm_list
            legendre legendre_poly legendre_symbol lerchphi lex li limit limit_seq
            line_integrate linear_eq_to_matrix linsolve list2numpy ln log logcombine loggamma
            lowergamma lucas maple_code marcumq mathematica_code mathieuc mathieucprime mathieus
            mathieusprime mathml matrix2numpy matrix_multiply_elementwise matrix_symbols maximum
            meijerg mellin_transform memoize_property mersenne_prime_exponent minimal_polynomial
            minimum minpoly mobius mobius_transform mod_inverse monic motzkin multigamma
            multiline_latex multinomial_coefficients multipledispatch multiplicity n_order nan
            nextprime nfloat nonlinsolve not_empty_in npartitions nroots nsimplify nsolve
            nth_power_roots_poly ntheory nthroot_mod ntt num_digits numbered_symbols numer
            octave_code ode_order ones oo ord0 ordered pager_print parallel_poly_from_expr
            parse_expr parsing partition pde_separate pde_separate_add pde_separate_mul pdiv
            pdsolve per perfect_power periodic_argument periodicity permutedims pexquo pi
            piecewise_exclusive piecewise_fold plot plot_backends plot_implicit plot_parametric
            plotting polar_lift polarify pollard_pm1 pollard_rho poly poly_from_expr polygamma
            polylog polys posify postfixes postorder_traversal powdenest powsimp pprint
            pprint_try_use_unicode pprint_use_unicode pquo prefixes prem preorder_traversal
            pretty pretty_print preview prevprime prime prime_decomp prime_valuation
            primefactors primenu primeomega primepi primerange primitive primitive_element
            primitive_root primorial principal_branch print_ccode print_fcode print_glsl
            print_gtk print_jscode print_latex print_maple_code print_mathml print_python
            print_rcode print_tree printing prod product proper_divisor_count proper_divisors
            public pycode python quadratic_congruence quadratic_residues quo rad radsimp
            randMatrix random_poly randprime rational_interpolate ratsimp ratsimpmodprime rcode
            rcollect re real_root real_roots reduce_abs_inequalities reduce_abs_inequality
            reduce_inequalities reduced reduced_totient refine refine_root register_handler
            release rem remove_handler reshape residue resultant rf riemann_xi ring root rootof
            roots rot_axis1 rot_axis2 rot_axis3 rot_ccw_axis1 rot_ccw_axis2 rot_ccw_axis3
            rot_givens rotations round_two rsolve rsolve_hyper rsolve_poly rsolve_ratio
            rust_code satisfiable sec sech separatevars sequence series seterr sfield shape
            sieve sift sign signsimp simplify simplify_logic sin sinc sine_transform
            singularities singularityintegrate sinh smtlib_code solve solve_linear
            solve_linear_system solve_linear_system_LU solve_poly_inequality solve_poly_system
            solve_rational_inequalities solve_triangulated solve_undetermined_coeffs
            solve_univariate_inequality solveset sqf sqf_list sqf_norm sqf_part sqrt sqrt_mod
            sqrt_mod_iter sqrtdenest srepr sring sstr sstrrepr stationary_points stieltjes
            strategies sturm subfactorial subresultants subsets substitution summation
            swinnerton_dyer_poly symarray symbols symmetric_poly symmetrize sympify take tan
            tanh tensor tensorcontraction tensordiagonal tensorproduct terms_gcd test textplot
            threaded timed to_cnf to_dnf to_nnf to_number_field together topological_sort
            total_degree totient trace trailing transpose tribonacci trigamma trigsimp true
            trunc unbranched_argument unflatten unpolarify uppergamma use utilities var
            variations vectorize vfield viete vring wronskian xfield xring xthreaded yn zeros
            zeta zoo
            """));
    PUBLIC.put(
        "math",
        words(
            """
            acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist
            e erf erfc exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf
            isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan
            nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau trunc ulp sumprod
            """));
    PUBLIC.put(
        "cmath",
        words(
            """
            acos acosh asin asinh atan atanh cos cosh e exp inf infj isclose isfinite isinf
            isnan log log10 nan nanj phase pi polar rect sin sinh sqrt tan tanh tau
            """));
    PUBLIC.put(
        "statistics",
        words(
            """
            NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean
            linear_regression mean median median_grouped median_high median_low mode multimode
            pstdev pvariance quantiles stdev variance
            """));
    PUBLIC.put(
        "itertools",
        words(
            """
            accumulate chain combinations combinations_with_replacement compress count cycle
            dropwhile filterfalse groupby islice pairwise permutations product repeat starmap
            takewhile tee zip_longest
            """));
    PUBLIC.put(
        "fractions",
        words(
            """
            Fraction
            """));
    PUBLIC.put(
        "decimal",
        words(
            """
            BasicContext Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple
            DefaultContext DivisionByZero DivisionImpossible DivisionUndefined ExtendedContext
            FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext InvalidOperation
            MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY Overflow ROUND_05UP ROUND_CEILING ROUND_DOWN
            ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded Subnormal
            Underflow getcontext localcontext setcontext
            """));
    PUBLIC.put(
        "datetime",
        words(
            """
            MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo
            """));
    PUBLIC.put(
        "functools",
        words(
            """
            WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache
            partial partialmethod reduce singledispatch singledispatchmethod total_ordering
            update_wrapper wraps
            """));
    PUBLIC.put(
        "collections",
        words(
            """
            ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque
            namedtuple
            """));
    PUBLIC.put(
        "sympy.abc",
        words(
            """
            A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a alpha b beta c chi d delta e
            epsilon eta f g gamma h i iota j k kappa l lamda m mu n nu o omega omicron p phi pi
            psi q r rho s sigma t tau theta u upsilon v w x xi y z zeta
            """));
  }

  private LibraryNames() {}

  private static Set<String> words(String text) {
    return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
  }

  /** What a star import of a module binds, or null where that is not known. */
  static @Nullable Set<String> publicNames(String module) {
    return PUBLIC.get(module);
  }

  static boolean isModule(String qualifiedName) {
    return MODULES.contains(qualifiedName);
  }

  /** Whether importing this module cannot fail in the sandbox. */
  static boolean isInstalled(String module) {
    int dot = module.indexOf('.');
    return INSTALLED_ROOTS.contains(dot < 0 ? module : module.substring(0, dot));
  }

  /** {@code sympy.core.symbol.Symbol} is {@code sympy.Symbol}; other names stay as they are. */
  static String canonical(String qualifiedName) {
    if (!qualifiedName.startsWith("sympy.")) {
      return qualifiedName;
    }
    int first = qualifiedName.indexOf('.');
    int second = qualifiedName.indexOf('.', first + 1);
    if (second < 0 || !SYMPY_PACKAGES.contains(qualifiedName.substring(first + 1, second))) {
      return qualifiedName;
    }
    int last = qualifiedName.lastIndexOf('.');
    String name = qualifiedName.substring(last + 1);
    Set<String> exported = PUBLIC.get("sympy");
    if (exported == null || !exported.contains(name)) {
      return qualifiedName;
    }
    boolean differs = last == second ? NOT_IN_PACKAGES.contains(name) : AMBIGUOUS.contains(name);
    return differs && !DEFINING.contains(qualifiedName) ? qualifiedName : "sympy." + name;
  }
}
