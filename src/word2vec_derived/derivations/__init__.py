"""A module for each chapter; the order of the imports is the order of reading."""

# The order is the reader's, not the alphabet's:
# isort: off
from . import likelihood as likelihood
from . import nll as nll
from . import skip_gram as skip_gram
from . import cbow as cbow
from . import hierarchical_softmax as hierarchical_softmax
from . import bernoulli as bernoulli
from . import negative_sampling as negative_sampling
from . import nce as nce
from . import optimum as optimum
from . import sampling as sampling
from . import float32 as float32
from . import shipped_code as shipped_code
from . import mistakes as mistakes
from . import losses as losses
from . import choices as choices
from . import errata as errata
