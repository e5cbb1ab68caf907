/* The public headers, as a C compiler sees them, against the facts measured on pcsc-lite 1.9.9 and 2.5.3
 * (abi_facts/). It is passed by compiling. Compiled against 1.9.9's own headers (-DABI_FACTS_1_9_9) it proves
 * the facts. */
#include <debuglog.h>
#include <ifdhandler.h>
#include <reader.h>
#include <stddef.h>
#include <winscard.h>

#define ABI_SAME_TYPE(left, right) __builtin_types_compatible_p(left, right)

#if defined(__APPLE__)
#define ABI_PICK(lp64, ilp32, macos) (macos)
#elif defined(__LP64__)
#define ABI_PICK(lp64, ilp32, macos) (lp64)
#else
#define ABI_PICK(lp64, ilp32, macos) (ilp32)
#endif

#ifdef __APPLE__
#define ABI_TYPE(name, on_unix, on_macos) _Static_assert(ABI_SAME_TYPE(name, on_macos), #name);
#define ABI_UNIX_TYPE(name, on_unix)
#else
#define ABI_TYPE(name, on_unix, on_macos) _Static_assert(ABI_SAME_TYPE(name, on_unix), #name);
#define ABI_UNIX_TYPE(name, on_unix) ABI_TYPE(name, on_unix, )
#endif
#include "abi_facts/types.inc"

#define ABI_CONSTANT(expression, type, number)                               \
    _Static_assert((expression) == (type)(number), "value of " #expression); \
    _Static_assert(ABI_SAME_TYPE(__typeof__(expression), type), "type of " #expression);
#ifdef ABI_FACTS_1_9_9
#define ABI_CONSTANT_SINCE_2(expression, type, number)
#else
#define ABI_CONSTANT_SINCE_2(expression, type, number) ABI_CONSTANT(expression, type, number)
#endif
#define ABI_ENUMERATOR(name, number) ABI_CONSTANT(name, int, number)
#include "abi_facts/constants_ifdhandler.inc"
#include "abi_facts/constants_pcsclite.inc"
#include "abi_facts/constants_reader.inc"

#define ABI_STRUCT(name, lp64, ilp32, macos) \
    _Static_assert(sizeof(name) == ABI_PICK(lp64, ilp32, macos), "size of " #name);
#define ABI_FIELD(name, field, type, lp64, ilp32, macos)                                                  \
    _Static_assert(offsetof(name, field) == ABI_PICK(lp64, ilp32, macos), "offset of " #name "." #field); \
    _Static_assert(ABI_SAME_TYPE(__typeof__(((name*)0)->field), type), "type of " #name "." #field);
#define ABI_TAIL(name, field, type, offset) ABI_FIELD(name, field, type[], offset, offset, offset)
#include "abi_facts/layouts.inc"

#define ABI_FUNCTION(name, result, arguments) \
    _Static_assert(ABI_SAME_TYPE(__typeof__(name), result arguments), #name);
/* Pointers, because the qualifiers of an object itself do not count in the comparison. */
#define ABI_OBJECT(name, type) _Static_assert(ABI_SAME_TYPE(__typeof__(&name), type*), #name);
#include "abi_facts/functions_ifdhandler.inc"
#include "abi_facts/functions_winscard.inc"

_Static_assert(sizeof(PCSCLITE_VERSION_NUMBER) == sizeof "2.5.1", "PCSCLITE_VERSION_NUMBER");
_Static_assert(ABI_SAME_TYPE(__typeof__(SCARD_PCI_T0), const SCARD_IO_REQUEST*), "SCARD_PCI_T0");
_Static_assert(ABI_SAME_TYPE(__typeof__(SCARD_PCI_T1), const SCARD_IO_REQUEST*), "SCARD_PCI_T1");
_Static_assert(ABI_SAME_TYPE(__typeof__(SCARD_PCI_RAW), const SCARD_IO_REQUEST*), "SCARD_PCI_RAW");
