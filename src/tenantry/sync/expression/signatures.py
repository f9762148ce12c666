"""The form of a function: its parameters, and the check of a call against them."""

from collections.abc import Callable
from dataclasses import dataclass

from tenantry.sync.attributes import AttributeType
from tenantry.sync.expression.errors import ExpressionError
from tenantry.sync.expression.syntax import (
    Comparison,
    Expression,
    Function,
    Word,
)
from tenantry.sync.expression.values import NoFlow, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter as Graph's `attributeMappingParameterSchema` has it, and what it may hold.

    A ``condition`` takes a comparison; ``words`` are the bare words that the parameter knows;
    ``several`` values may stand there at once.  The function may give a ``result`` as it is.
    ``check`` gets the text of a constant, and raises `InvalidValueError` if it can never be right.
    """

    name: str
    type: AttributeType = AttributeType.STRING
    required: bool = True
    repeated: bool = False
    condition: bool = False
    words: tuple[str, ...] = ()
    several: bool = False
    result: bool = False
    check: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A function of the language.

    Repeated parameters come last and repeat together (`Switch`: key and value).  ``returns``
    is the type of every result, None if it depends, and ``several`` tells that there may be more
    than one.  A function that ``selects`` gives back one of its arguments as it is, even one that
    does not flow.  One that ``reads_inputs`` gets the `Inputs` of the evaluation first; one that
    ``draws``, whose value may be another one each time, gets them too, and its ``place`` by name.
    ``check`` gets the arguments that are constants, None for the others, and raises
    `InvalidValueError` if together they can never be right.
    """

    name: str
    parameters: tuple[Parameter, ...]
    compute: Callable[..., Value | NoFlow]
    returns: AttributeType | None = AttributeType.STRING
    several: bool = False
    selects: bool = False
    draws: bool = False
    reads_inputs: bool = False
    check: Callable[..., None] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The bare words that some parameter knows."""
        return frozenset(word for parameter in self.parameters for word in parameter.words)

    def parameter_at(self, index: int) -> Parameter | None:
        """Return the parameter that takes argument *index*, counted from 0, if there is one."""
        if index < len(self.parameters):
            return self.parameters[index]
        repeated = [parameter for parameter in self.parameters if parameter.repeated]
        if not repeated:
            return None
        return repeated[(index - len(self.parameters)) % len(repeated)]

    def call(self, arguments: tuple[Expression | None, ...], *, position: int) -> Function:
        """Return the call of this function with *arguments*, None for an empty position.

        Raises:
            ExpressionError: the arguments are too many, too few or of the wrong form.
        """
        required = sum(parameter.required for parameter in self.parameters)
        for index in range(max(len(arguments), required)):
            parameter = self.parameter_at(index)
            argument = arguments[index] if index < len(arguments) else None
            if parameter is None:
                raise ExpressionError(self._too_many(), position=position)
            self._check(parameter, argument, position)
        self._check_groups(len(arguments), position)
        return Function(name=self.name, arguments=arguments, position=position)

    def _too_many(self) -> str:
        match len(self.parameters):
            case 0:
                return f"`{self.name}` takes no arguments"
            case 1:
                return f"`{self.name}` takes one argument"
            case most:
                return f"`{self.name}` takes at most {most} arguments"

    def _check(self, parameter: Parameter, argument: Expression | None, position: int) -> None:
        if argument is None:
            if parameter.required:
                message = f"`{self.name}` needs a value for `{parameter.name}`"
                raise ExpressionError(message, position=position)
        elif isinstance(argument, Comparison) and not parameter.condition:
            message = "values are compared only in the condition of `IIF` or `CBool`"
            raise ExpressionError(message, position=argument.position)
        elif isinstance(argument, Word) and argument.name not in parameter.words:
            message = f"`{argument.name}` is no value for `{parameter.name}` of `{self.name}`"
            raise ExpressionError(message, position=argument.position)

    def _check_groups(self, count: int, position: int) -> None:
        repeated = [parameter.name for parameter in self.parameters if parameter.repeated]
        if len(repeated) > 1 and (count - len(self.parameters)) % len(repeated):
            message = f"`{'` and `'.join(repeated)}` come together in `{self.name}`"
            raise ExpressionError(message, position=position)
