/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The log that a process which loads IFD handlers offers to them. Compiled with NO_LOG the macros do nothing.
 */
#ifndef __debuglog_h__
#define __debuglog_h__

#ifndef PCSC_API
#define PCSC_API
#endif

#ifdef __GNUC__
#define PCSC_LOG_PRINTF_(text, first) __attribute__((format(printf, text, first)))
#else
#define PCSC_LOG_PRINTF_(text, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Where the log goes. */
enum {
    DEBUGLOG_NO_DEBUG = 0,
    DEBUGLOG_SYSLOG_DEBUG = 1,
    DEBUGLOG_STDOUT_DEBUG = 2,
    DEBUGLOG_STDOUT_COLOR_DEBUG = 3
};

/* How much a message matters. */
enum { PCSC_LOG_DEBUG = 0, PCSC_LOG_INFO = 1, PCSC_LOG_ERROR = 2, PCSC_LOG_CRITICAL = 3 };

/* What is logged beside messages: nothing, commands, or responses. */
#define DEBUG_CATEGORY_NOTHING 0
#define DEBUG_CATEGORY_APDU 1
#define DEBUG_CATEGORY_SW 2

/* Logs one line, printf-style. */
PCSC_API void log_msg(const int priority, const char* fmt, ...) PCSC_LOG_PRINTF_(2, 3);

/* The same, with the result code `rv` in words. */
PCSC_API void log_msg_rv(const int priority, unsigned int rv, const char* fmt, ...) PCSC_LOG_PRINTF_(3, 4);

/* Logs `msg`, then `size` bytes in hex. */
PCSC_API void log_xxd(const int priority, const char* msg, const unsigned char* buffer, const int size);

/* The name of a result code. */
PCSC_API const char* rv2text(unsigned int rv);

PCSC_API void DebugLogSuppress(const int suppress);
PCSC_API void DebugLogSetLogType(const int type);
PCSC_API void DebugLogSetCategory(const int category);
PCSC_API void DebugLogCategory(const int category, const unsigned char* buffer, const int size);
PCSC_API void DebugLogSetLevel(const int level);

#ifdef __cplusplus
}
#endif

#undef PCSC_LOG_PRINTF_

#if defined(__cplusplus) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 199901L)
#define PCSC_LOG_FUNCTION_ __func__
#else
#define PCSC_LOG_FUNCTION_ __FUNCTION__
#endif

/* "file:line:function() message"; the digit is the number of arguments after the priority. */
#ifdef NO_LOG
#define Log0(priority) ((void)(priority))
#define Log1(priority, fmt) ((void)(priority))
#define Log2(priority, fmt, data) ((void)(priority))
#define Log3(priority, fmt, data1, data2) ((void)(priority))
#define Log4(priority, fmt, data1, data2, data3) ((void)(priority))
#define Log5(priority, fmt, data1, data2, data3, data4) ((void)(priority))
#define Log9(priority, fmt, data1, data2, data3, data4, data5, data6, data7, data8) ((void)(priority))
#define LogRv4(priority, rv, fmt, data1, data2) ((void)(priority))
#define LogXxd(priority, msg, buffer, size) ((void)(priority))
#define DebugLogA(a)
#define DebugLogB(a, b)
#define DebugLogC(a, b, c)
#else
#define PCSC_LOG_PLACE_ __FILE__, __LINE__, PCSC_LOG_FUNCTION_
#define Log0(priority) log_msg(priority, "%s:%d:%s()", PCSC_LOG_PLACE_)
#define Log1(priority, fmt) log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_)
#define Log2(priority, fmt, data) log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data)
#define Log3(priority, fmt, data1, data2) log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data1, data2)
#define Log4(priority, fmt, data1, data2, data3) \
    log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data1, data2, data3)
#define Log5(priority, fmt, data1, data2, data3, data4) \
    log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data1, data2, data3, data4)
#define Log9(priority, fmt, data1, data2, data3, data4, data5, data6, data7, data8)                        \
    log_msg(priority, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data1, data2, data3, data4, data5, data6, data7, \
            data8)
#define LogRv4(priority, rv, fmt, data1, data2) \
    log_msg_rv(priority, rv, "%s:%d:%s() " fmt, PCSC_LOG_PLACE_, data1, data2)
#define LogXxd(priority, msg, buffer, size) log_xxd(priority, msg, buffer, size)
#define DebugLogA(a) Log1(PCSC_LOG_INFO, a)
#define DebugLogB(a, b) Log2(PCSC_LOG_INFO, a, b)
#define DebugLogC(a, b, c) Log3(PCSC_LOG_INFO, a, b, c)
#endif

#endif
