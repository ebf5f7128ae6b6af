# Physical and mathematical constants: CODATA 2018, as scipy 1.10.1 has them.
Avogadro = 6.02214076e+23
Boltzmann = 1.380649e-23
Btu = 1055.05585262
Btu_IT = 1055.05585262
Btu_th = 1054.3502644888888
G = 6.6743e-11
Julian_year = 31557600.0
N_A = 6.02214076e+23
Planck = 6.62607015e-34
R = 8.314462618
Rydberg = 10973731.56816
Stefan_Boltzmann = 5.670374419e-08
Wien = 0.002897771955
acre = 4046.8564223999992
alpha = 0.0072973525693
angstrom = 1e-10
arcmin = 0.0002908882086657216
arcminute = 0.0002908882086657216
arcsec = 4.84813681109536e-06
arcsecond = 4.84813681109536e-06
astronomical_unit = 149597870700.0
atm = 101325.0
atmosphere = 101325.0
atomic_mass = 1.6605390666e-27
atto = 1e-18
au = 149597870700.0
bar = 100000.0
barrel = 0.15898729492799998
bbl = 0.15898729492799998
blob = 175.12683524647636
c = 299792458.0
calorie = 4.184
calorie_IT = 4.1868
calorie_th = 4.184
carat = 0.0002
centi = 0.01
day = 86400.0
deci = 0.1
degree = 0.017453292519943295
degree_Fahrenheit = 0.5555555555555556
deka = 10.0
dyn = 1e-05
dyne = 1e-05
e = 1.602176634e-19
eV = 1.602176634e-19
electron_mass = 9.1093837015e-31
electron_volt = 1.602176634e-19
elementary_charge = 1.602176634e-19
epsilon_0 = 8.8541878128e-12
erg = 1e-07
exa = 1e+18
exbi = 1152921504606846976
femto = 1e-15
fermi = 1e-15
fine_structure = 0.0072973525693
fluid_ounce = 2.9573529562499998e-05
fluid_ounce_US = 2.9573529562499998e-05
fluid_ounce_imp = 2.84130625e-05
foot = 0.30479999999999996
g = 9.80665
gallon = 0.0037854117839999997
gallon_US = 0.0037854117839999997
gallon_imp = 0.00454609
gas_constant = 8.314462618
gibi = 1073741824
giga = 1000000000.0
golden = 1.618033988749895
golden_ratio = 1.618033988749895
grain = 6.479891e-05
gram = 0.001
gravitational_constant = 6.6743e-11
h = 6.62607015e-34
hbar = 1.0545718176461565e-34
hectare = 10000.0
hecto = 100.0
horsepower = 745.6998715822701
hour = 3600.0
hp = 745.6998715822701
inch = 0.0254
k = 1.380649e-23
kgf = 9.80665
kibi = 1024
kilo = 1000.0
kilogram_force = 9.80665
kmh = 0.2777777777777778
knot = 0.5144444444444445
lb = 0.45359236999999997
lbf = 4.4482216152605
light_year = 9460730472580800.0
liter = 0.001
litre = 0.001
long_ton = 1016.0469088
m_e = 9.1093837015e-31
m_n = 1.67492749804e-27
m_p = 1.67262192369e-27
m_u = 1.6605390666e-27
mach = 340.5
mebi = 1048576
mega = 1000000.0
metric_ton = 1000.0
micro = 1e-06
micron = 1e-06
mil = 2.5399999999999997e-05
mile = 1609.3439999999998
milli = 0.001
minute = 60.0
mmHg = 133.32236842105263
mph = 0.44703999999999994
mu_0 = 1.25663706212e-06
nano = 1e-09
nautical_mile = 1852.0
neutron_mass = 1.67492749804e-27
ounce = 0.028349523124999998
oz = 0.028349523124999998
parsec = 3.085677581491367e+16
pebi = 1125899906842624
peta = 1000000000000000.0
pi = 3.141592653589793
pico = 1e-12
point = 0.00035277777777777776
pound = 0.45359236999999997
pound_force = 4.4482216152605
proton_mass = 1.67262192369e-27
psi = 6894.757293168361
pt = 0.00035277777777777776
short_ton = 907.1847399999999
sigma = 5.670374419e-08
slinch = 175.12683524647636
slug = 14.593902937206364
speed_of_light = 299792458.0
speed_of_sound = 340.5
stone = 6.3502931799999995
survey_foot = 0.3048006096012192
survey_mile = 1609.3472186944373
tebi = 1099511627776
tera = 1000000000000.0
ton_TNT = 4184000000.0
torr = 133.32236842105263
troy_ounce = 0.031103476799999998
troy_pound = 0.37324172159999996
u = 1.6605390666e-27
week = 604800.0
yard = 0.9143999999999999
year = 31536000.0
yobi = 1208925819614629174706176
yocto = 1e-24
yotta = 1e+24
zebi = 1180591620717411303424
zepto = 1e-21
zero_Celsius = 273.15
zetta = 1e+21


def convert_temperature(val, old_scale, new_scale):
    from numpy._array import asarray

    value = asarray(val) * 1.0
    old, wanted = old_scale.lower(), new_scale.lower()
    if old in ("celsius", "c"):
        kelvin = value + zero_Celsius
    elif old in ("kelvin", "k"):
        kelvin = value
    elif old in ("fahrenheit", "f"):
        kelvin = (value - 32) * 5 / 9 + zero_Celsius
    elif old in ("rankine", "r"):
        kelvin = value * 5 / 9
    else:
        raise NotImplementedError(f"{old_scale=} is unsupported: supported scales are Celsius, Kelvin, Fahrenheit, and "
                                  "Rankine")
    if wanted in ("celsius", "c"):
        return kelvin - zero_Celsius
    if wanted in ("kelvin", "k"):
        return kelvin
    if wanted in ("fahrenheit", "f"):
        return (kelvin - zero_Celsius) * 9 / 5 + 32
    if wanted in ("rankine", "r"):
        return kelvin * 9 / 5
    raise NotImplementedError(f"{new_scale=} is unsupported: supported scales are Celsius, Kelvin, Fahrenheit, and "
                              "Rankine")


def lambda2nu(lambda_):
    return c / lambda_


def nu2lambda(nu):
    return c / nu


def value(key):
    return physical_constants[key][0]


def unit(key):
    return physical_constants[key][1]


def precision(key):
    return physical_constants[key][2] / physical_constants[key][0]


# The most used of the table; a name that is not in it is a KeyError, as it is in scipy.
physical_constants = {
    "Avogadro constant": (6.02214076e+23, "mol^-1", 0.0),
    "Bohr magneton": (9.2740100783e-24, "J T^-1", 2.8e-33),
    "Bohr radius": (5.29177210903e-11, "m", 8e-21),
    "Boltzmann constant": (1.380649e-23, "J K^-1", 0.0),
    "Boltzmann constant in eV/K": (8.617333262e-05, "eV K^-1", 0.0),
    "Compton wavelength": (2.42631023867e-12, "m", 7.3e-22),
    "Faraday constant": (96485.33212, "C mol^-1", 0.0),
    "Hartree energy": (4.3597447222071e-18, "J", 8.5e-30),
    "Josephson constant": (483597848400000.0, "Hz V^-1", 0.0),
    "Loschmidt constant (273.15 K, 101.325 kPa)": (2.686780111e+25, "m^-3", 0.0),
    "Newtonian constant of gravitation": (6.6743e-11, "m^3 kg^-1 s^-2", 1.5e-15),
    "Planck constant": (6.62607015e-34, "J Hz^-1", 0.0),
    "Planck constant in eV/Hz": (4.135667696e-15, "eV Hz^-1", 0.0),
    "Rydberg constant": (10973731.56816, "m^-1", 2.1e-05),
    "Rydberg constant times hc in eV": (13.605693122994, "eV", 2.6e-11),
    "Stefan-Boltzmann constant": (5.670374419e-08, "W m^-2 K^-4", 0.0),
    "Thomson cross section": (6.6524587321e-29, "m^2", 6e-38),
    "Wien wavelength displacement law constant": (0.002897771955, "m K", 0.0),
    "alpha particle mass": (6.6446573357e-27, "kg", 2e-36),
    "atomic mass constant": (1.6605390666e-27, "kg", 5e-37),
    "atomic mass constant energy equivalent in MeV": (931.49410242, "MeV", 2.8e-07),
    "atomic unit of length": (5.29177210903e-11, "m", 8e-21),
    "classical electron radius": (2.8179403262e-15, "m", 1.3e-24),
    "conductance quantum": (7.748091729e-05, "S", 0.0),
    "deuteron mass": (3.3435837724e-27, "kg", 1e-36),
    "electric constant": (8.8541878128e-12, "F m^-1", 1.3e-21),
    "electron g factor": (-2.00231930436256, "", 3.5e-13),
    "electron mag. mom.": (-9.2847647043e-24, "J T^-1", 2.8e-33),
    "electron mass": (9.1093837015e-31, "kg", 2.8e-40),
    "electron mass energy equivalent in MeV": (0.51099895, "MeV", 1.5e-10),
    "electron volt": (1.602176634e-19, "J", 0.0),
    "elementary charge": (1.602176634e-19, "C", 0.0),
    "fine-structure constant": (0.0072973525693, "", 1.1e-12),
    "first radiation constant": (3.741771852e-16, "W m^2", 0.0),
    "inverse fine-structure constant": (137.035999084, "", 2.1e-08),
    "mag. constant": (1.25663706212e-06, "N A^-2", 1.9e-16),
    "mag. flux quantum": (2.067833848e-15, "Wb", 0.0),
    "magn. constant": (1.2566370614e-06, "N A^-2", 0.0),
    "molar gas constant": (8.314462618, "J mol^-1 K^-1", 0.0),
    "muon mass": (1.883531627e-28, "kg", 4.2e-36),
    "neutron mass": (1.67492749804e-27, "kg", 9.5e-37),
    "neutron mass energy equivalent in MeV": (939.56542052, "MeV", 5.4e-07),
    "nuclear magneton": (5.0507837461e-27, "J T^-1", 1.5e-36),
    "proton mag. mom.": (1.41060679736e-26, "J T^-1", 6e-36),
    "proton mass": (1.67262192369e-27, "kg", 5.1e-37),
    "proton mass energy equivalent in MeV": (938.27208816, "MeV", 2.9e-07),
    "proton-electron mass ratio": (1836.15267343, "", 1.1e-07),
    "reduced Planck constant": (1.054571817e-34, "J s", 0.0),
    "second radiation constant": (0.01438776877, "m K", 0.0),
    "speed of light in vacuum": (299792458.0, "m s^-1", 0.0),
    "standard acceleration of gravity": (9.80665, "m s^-2", 0.0),
    "standard atmosphere": (101325.0, "Pa", 0.0),
    "vacuum electric permittivity": (8.8541878128e-12, "F m^-1", 1.3e-21),
    "vacuum mag. permeability": (1.25663706212e-06, "N A^-2", 1.9e-16),
    "von Klitzing constant": (25812.80745, "ohm", 0.0),
}

__all__ = [n for n in dir() if not n.startswith("_")]
