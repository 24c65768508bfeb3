.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: help report check test lint bench drawings lock wheels clean

help:      ## 显示本帮助
	@awk -F ':.*## ' '/^[a-z-]+: .*## /{printf "  make %-10s %s\n",$$1,$$2}' $(MAKEFILE_LIST)

report:    $(RUN_STAMP) ## 生成本期文件；指定期别：make report PERIOD=2026-06
	@$(BIN)/tongbao report $(if $(PERIOD),--period $(PERIOD)) || { code=$$?; test $$code -eq 1 && echo "（有事要人办，见上；文件已生成。）"; }

check:     $(RUN_STAMP) ## 只审核，不生成文件
	@$(BIN)/tongbao check $(if $(PERIOD),--period $(PERIOD)) || test $$? -eq 1

test:      $(DEV_STAMP) ## 运行全部测试
	@$(BIN)/python -m pytest -n auto --dist loadscope

lint:      $(DEV_STAMP) ## 检查代码格式和结构
	@$(BIN)/ruff check pipeline tests
	@$(BIN)/ruff format --check pipeline tests
	@$(BIN)/lint-imports --config setup.cfg

bench:     $(DEV_STAMP) ## 与同类工具比较速度和内存
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.corpus

drawings:  $(DEV_STAMP) ## 把模板画成文字，便于看出改动
	@$(BIN)/python -m tests.drawings

lock:      $(DEV_STAMP) ## 重新锁定依赖的版本（需要uv）
	@uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url setup.cfg requirements.in -o requirements.txt
	@uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra dev -c requirements.txt setup.cfg requirements.in -o requirements-dev.txt

wheels:    $(VENV)/.made ## 为不联网的机器备好安装包：make wheels PLATFORM=win_amd64
	@$(PIP) download --require-hashes --no-deps --only-binary :all: $(if $(PLATFORM),--platform $(PLATFORM)) --python-version 3.11 -r requirements.txt -d wheels
	@echo "安装包在wheels文件夹；到那台机器上：python -m pip install --no-index --find-links wheels --require-hashes --no-deps -r requirements.txt"

clean:     ## 删去安装的环境（不动inputs、outputs、templates）
	@rm -rf $(VENV) build *.egg-info

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要Python 3.11或更新的版本")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_STAMP): requirements.txt setup.cfg pyproject.toml | $(VENV)/.made
	@test -e $(DEV_STAMP) && test $(DEV_STAMP) -nt requirements.txt || { echo "安装程序和依赖……"; $(PIP) install --require-hashes --no-deps -r requirements.txt; }
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements-dev.txt setup.cfg pyproject.toml | $(VENV)/.made
	@echo "安装测试工具……"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
