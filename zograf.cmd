@echo off
rem Starts Zograf from a checkout: builds it on first use, then hands over to the distribution's own launcher.
rem After a change of the sources: mvn -q -DskipTests package
setlocal
set "ZOGRAF_TARGET=%~dp0graphs\target"
if exist "%ZOGRAF_TARGET%\zograf.built" if exist "%ZOGRAF_TARGET%\zograf\bin\zograf.cmd" goto start

where mvn >nul 2>nul
if errorlevel 1 (
  echo zograf: Zograf is built on first use, which needs Maven 3.8 or newer on the PATH, and a JDK 17 or newer. 1>&2
  exit /b 2
)
echo zograf: building on first use, which can take a few minutes ... 1>&2
pushd "%~dp0"
call mvn -B -q -ntp -Dmaven.test.skip=true -pl graphs -am package 1>&2
if errorlevel 1 (
  popd
  echo zograf: the build failed; what Maven said is above. 1>&2
  exit /b 1
)
popd
echo built> "%ZOGRAF_TARGET%\zograf.built"

:start
call "%ZOGRAF_TARGET%\zograf\bin\zograf.cmd" %*
exit /b %ERRORLEVEL%
