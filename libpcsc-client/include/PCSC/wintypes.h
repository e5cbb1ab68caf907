/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The Windows type names that PC/SC is written in.
 *
 * DWORD, LONG and ULONG are as wide as the machine's `long`: 8 bytes on 64-bit Unix, unlike on Windows. On
 * macOS they have always been 4 bytes. Both are part of the ABI and can never change.
 */
#ifndef __wintypes_h__
#define __wintypes_h__

#ifdef __APPLE__
#include <stdint.h>
typedef uint32_t DWORD;
typedef int32_t LONG;
#else
typedef unsigned long DWORD;
typedef long LONG;
#endif

#ifndef BYTE
typedef unsigned char BYTE;
#endif
typedef unsigned char UCHAR;
typedef unsigned short USHORT;
typedef unsigned short WORD;

/* CoreFoundation's plug-in header brings its own versions of these. */
#ifndef __COREFOUNDATION_CFPLUGINCOM__
#ifdef __APPLE__
typedef uint32_t ULONG;
#else
typedef unsigned long ULONG;
#endif
typedef void* LPVOID;
#endif
#if !defined(__APPLE__) || !defined(__COREFOUNDATION_CFPLUGINCOM__)
typedef short BOOL;
#endif

typedef UCHAR* PUCHAR;
typedef ULONG* PULONG;
typedef DWORD* PDWORD;

typedef BYTE* LPBYTE;
typedef const BYTE* LPCBYTE;
typedef DWORD* LPDWORD;
typedef const void* LPCVOID;

/* Text is UTF-8 and ends with NUL; a multi-string is NUL-terminated strings one after another, then one more
 * NUL. */
typedef char* LPSTR;
typedef const char* LPCSTR;
typedef LPSTR LPTSTR;
typedef LPCSTR LPCTSTR;

#endif
